import { type Address, canonicalJson, digestOf, type Hex, type Json } from '../values/index.ts';
import { encodeArguments, encodeCall } from './abi/encode.ts';
import { type AbiValue, signatureOf } from './abi/json-abi.ts';
import { contractsIn, resolveValue, type TypedValue } from './abi/typed-value.ts';
import { linkCreationCode } from './artifacts/artifact.ts';
import { createAddress } from './create-address.ts';
import { abiHashOf, creationHashOf, fingerprintOf } from './fingerprint.ts';
import type {
  CallStep,
  CreateStep,
  KeepStep,
  KnownCall,
  KnownContract,
  Plan,
  PlanObservation,
  SkipStep,
  Step,
} from './plan-step.ts';
import type { PreparedCall, PreparedContract, PreparedSet } from './set-checks.ts';

/**
 * The steps that lead from what is known of the chain to what the set wants: pure, so that plan and apply agree. Addresses
 * follow from the deployer's nonces before anything is sent; they stand in the creation code of what names them, so that
 * a changed contract changes the fingerprint of every dependent by itself.
 */
export function planMigration(set: PreparedSet, observed: PlanObservation): Plan {
  const addresses = new Map<string, Address>();
  const addressOf = (name: string): Address => {
    const address = addresses.get(name);
    if (address === undefined) throw new Error(`${name} is used before it has an address`);
    return address;
  };
  const names = new Set(set.contracts.map(({ name }) => name));
  const steps: Step[] = [];
  let nonce = observed.nonce;
  for (const contract of set.contracts) {
    const step = planContract(contract, addressOf, nonce, names, new Set(addresses.values()), observed);
    if (step.kind === 'create') nonce++;
    addresses.set(contract.name, step.address);
    steps.push(step);
  }
  const unusedCalls = [...observed.calls];
  for (const call of set.calls) {
    const step = planCall(call, addressOf, nonce, observed.deployer, unusedCalls);
    if (step.kind === 'call') nonce++;
    steps.push(step);
  }
  return { steps, digest: digestOf(canonicalJson(steps.map(essence))), refusals: [], notices: [] };
}

function planContract(
  contract: PreparedContract,
  addressOf: (name: string) => Address,
  nonce: number,
  names: ReadonlySet<string>,
  taken: ReadonlySet<Address>,
  observed: PlanObservation,
): CreateStep | KeepStep {
  const values = contract.arguments.map((value) => resolveValue(value, addressOf, observed.deployer));
  const libraries = new Map([...contract.libraries].map(([placeholder, name]) => [placeholder, addressOf(name)]));
  const code = linkCreationCode(contract.artifact, (link) => libraries.get(link.placeholder) ?? '0x');
  const data = `0x${code.toLowerCase()}${encodeArguments(contract.parameters, values).slice(2)}` as Hex;
  const encoded = encodeArguments(contract.parameters, values);
  const fingerprint = fingerprintOf(Buffer.from(code, 'hex'), encoded, contract.value);
  const named = [...contract.arguments.flatMap(contractsIn), ...contract.libraries.values()];
  const isCandidate = ({ recorded }: KnownContract): boolean =>
    recorded.fingerprint === fingerprint &&
    (recorded.name === contract.name || (!names.has(recorded.name) && !taken.has(recorded.address)));
  const candidates = observed.contracts.filter(isCandidate);
  const kept = candidates.find((known) => known.code === 'recorded');
  if (kept !== undefined) {
    const reason =
      kept.source === 'record'
        ? 'unchanged, its code is on the chain'
        : 'created by an unfinished run, its code is proved';
    return {
      kind: 'keep',
      contract: contract.name,
      reason,
      address: kept.recorded.address,
      known: { ...kept.recorded, name: contract.name },
      source: kept.source,
      isPending: kept.isPending,
    };
  }
  return {
    kind: 'create',
    contract: contract.name,
    reason:
      candidates.length > 0
        ? 'the chain does not have the recorded code at its address'
        : reasonToCreate(contract, values, libraries, observed),
    layer: 0,
    nonce,
    address: createAddress(observed.deployer, nonce),
    data,
    value: contract.value,
    fingerprint,
    creationHash: creationHashOf(data, contract.value),
    abiHash: abiHashOf(contract.artifact.abi),
    arguments: values.map(asJson),
    libraries: Object.fromEntries([...contract.libraries.values()].map((name) => [name, addressOf(name)])),
    names: [...new Set(named.map(addressOf))],
    replaces: observed.contracts.findLast(({ recorded }) => recorded.name === contract.name)?.recorded.address,
  };
}

function reasonToCreate(
  contract: PreparedContract,
  values: readonly AbiValue[],
  libraries: ReadonlyMap<string, Address>,
  observed: PlanObservation,
): string {
  const before = observed.contracts.findLast(({ recorded }) => recorded.name === contract.name)?.recorded;
  if (before === undefined) return 'not deployed yet';
  const changedArgument = values.findIndex(
    (value, index) => canonicalJson(asJson(value)) !== canonicalJson(before.arguments[index] ?? null),
  );
  if (values.length === before.arguments.length && changedArgument >= 0) {
    const source = contract.arguments[changedArgument];
    const [moved] = source === undefined ? [] : contractsIn(source);
    return `argument ${changedArgument} changed${moved === undefined ? '' : ` (${moved} is redeployed)`}`;
  }
  const moved = [...contract.libraries].find(
    ([placeholder, name]) => before.libraries[name] !== libraries.get(placeholder),
  );
  return moved === undefined ? 'its code changed' : `links ${moved[1]}, which is redeployed`;
}

function planCall(
  call: PreparedCall,
  addressOf: (name: string) => Address,
  nonce: number,
  deployer: Address,
  known: KnownCall[],
): CallStep | SkipStep {
  const target = addressOf(call.contract);
  const values = call.arguments.map((value) => resolveValue(value, addressOf, deployer));
  const calldata = encodeCall(call.entry, values);
  const name = signatureOf(call.entry);
  const index = known.findIndex(
    ({ recorded }) =>
      recorded.target === target && recorded.calldata === calldata && recorded.value === String(call.value),
  );
  const done = known[index];
  if (done !== undefined) {
    known.splice(index, 1);
    const reason = done.source === 'record' ? 'done' : 'done by an unfinished run';
    return {
      kind: 'skip',
      contract: call.contract,
      function: name,
      reason,
      known: { ...done.recorded, contract: call.contract, function: name },
      until: undefined,
      isPending: done.isPending,
    };
  }
  return {
    kind: 'call',
    contract: call.contract,
    function: name,
    reason: 'not called yet',
    layer: 1,
    nonce,
    target,
    calldata,
    value: call.value,
    names: [...new Set([target, ...namesIn(call.arguments).map(addressOf)])],
    until: undefined,
    isOneShot: call.isOneShot,
  };
}

function namesIn(values: readonly TypedValue[]): readonly string[] {
  return values.flatMap(contractsIn);
}

function asJson(value: AbiValue): Json {
  if (typeof value === 'bigint') return value.toString();
  return typeof value === 'object' ? value.map(asJson) : value;
}

/** What a plan's digest covers: everything that would be done, not the words of its reasons. */
function essence(step: Step): Json {
  switch (step.kind) {
    case 'create':
      return { kind: step.kind, contract: step.contract, nonce: step.nonce, fingerprint: step.fingerprint };
    case 'keep':
      return { kind: step.kind, contract: step.contract, address: step.address };
    case 'call':
      return {
        kind: step.kind,
        nonce: step.nonce,
        target: step.target,
        calldata: step.calldata,
        value: String(step.value),
      };
    case 'skip':
      return { kind: step.kind, target: step.known.target, calldata: step.known.calldata };
  }
}

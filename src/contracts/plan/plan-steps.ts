import type { Address } from '../../values/index.ts';
import { encodeCall } from '../abi/encode.ts';
import { signatureOf } from '../abi/json-abi.ts';
import { resolveValue } from '../abi/typed-value.ts';
import { cleanForeignText } from '../chain/foreign-text.ts';
import { asJson, contractsOf, creationData, creationIdentity } from '../set/creation.ts';
import { abiHashOf } from '../set/fingerprint.ts';
import { resolvePredicate } from '../set/predicate.ts';
import type { PreparedCall, PreparedContract, PreparedSet } from '../set/prepared-set.ts';
import { createAddress } from '../transaction/create-address.ts';
import type { CallDecision } from './call-decisions.ts';
import { titleOfCall } from './call-title.ts';
import { reasonToCreate } from './creation-reason.ts';
import type { Decisions } from './plan-decisions.ts';
import { contractsOfCall } from './plan-layers.ts';
import { type Place, placesOf } from './plan-places.ts';
import type { CallStep, CreateStep, KeepStep, KnownContract, PlanObservation, SkipStep, Step } from './plan-step.ts';

/** The steps that follow from what was decided, with their layers, nonces and addresses. */
export function planSteps(set: PreparedSet, decisions: Decisions, observed: PlanObservation): readonly Step[] {
  const { contracts } = decisions;
  const nonces = new Map<PreparedContract | PreparedCall, number>();
  const addresses = new Map<string, Address>();
  const places = placesOf(set, decisions);
  let nonce = observed.nonce;
  for (const place of places) {
    if ('contract' in place) {
      const { contract, isCreated } = place;
      if (isCreated) nonces.set(contract, nonce);
      addresses.set(
        contract.name,
        isCreated ? createAddress(observed.deployer, nonce++) : contracts.addressOf(contract.name),
      );
    } else if (place.isMade) nonces.set(place.call, nonce++);
  }
  const scene: Scene = {
    observed,
    decisions,
    addressOf: (name) => {
      const address = addresses.get(name);
      if (address === undefined) throw new Error(`${name} is used before it has an address`);
      return address;
    },
    nonceOf: (item) => nonces.get(item) ?? -1,
    lastKnown: lastKnown(set, observed),
    recorded: recordedIn(observed),
  };
  return places.map((place) => {
    const step = stepAt(place, scene);
    // Names of parameters come from artifacts that others made.
    return { ...step, reason: cleanForeignText(step.reason) };
  });
}

function stepAt(place: Place, scene: Scene): Step {
  const { contracts, calls } = scene.decisions;
  if ('contract' in place) {
    const known = contracts.kept.get(place.contract.name);
    return known === undefined
      ? createStep(place.contract, place.layer, scene)
      : keepStep(place.contract, known, scene);
  }
  const decision = calls.of.get(place.call);
  if (decision === undefined) throw new Error(`nothing was decided on a call of ${place.call.contract}`);
  return decision.kind === 'call'
    ? callStep(place.call, decision, place.layer, scene)
    : skipStep(place.call, decision, scene);
}

interface Scene {
  readonly observed: PlanObservation;
  readonly decisions: Decisions;
  addressOf(name: string): Address;
  nonceOf(item: PreparedContract | PreparedCall): number;
  readonly lastKnown: ReadonlyMap<string, KnownContract>;
  /** Where the record has it. */
  recorded(contract: PreparedContract): Address | undefined;
}

/** The latest of each name; of one that was renamed, by the name that the set gives it now. */
function lastKnown({ contracts }: PreparedSet, observed: PlanObservation): ReadonlyMap<string, KnownContract> {
  const byName = new Map(observed.contracts.map((known) => [known.recorded.name, known]));
  for (const { name, was } of contracts) {
    const known = byName.get(name) ?? (was === undefined ? undefined : byName.get(was));
    if (known !== undefined) byName.set(name, known);
  }
  return byName;
}

function recordedIn({ contracts }: PlanObservation): Scene['recorded'] {
  const addresses = new Map(
    contracts.flatMap(({ source, recorded: { name, address } }) =>
      source === 'record' ? [[name, address] as const] : [],
    ),
  );
  return ({ name, was }) => addresses.get(name) ?? (was === undefined ? undefined : addresses.get(was));
}

function createStep(contract: PreparedContract, layer: number, scene: Scene): CreateStep {
  const { observed, addressOf, decisions } = scene;
  const { data, identity, values } = creationData(contract, addressOf, observed.deployer);
  const before = scene.lastKnown.get(contract.name);
  const nonce = scene.nonceOf(contract);
  return {
    kind: 'create',
    contract: contract.name,
    reason: reasonToCreate(contract, {
      before,
      excluded: before && decisions.excluded.get(before.recorded.address),
      values,
      addressOf,
      isCreated: (name) => !decisions.contracts.isKept(name),
      isKnown: (name) => scene.lastKnown.has(name),
    }),
    layer,
    nonce,
    address: addressOf(contract.name),
    data,
    value: contract.value,
    fingerprint: identity.fingerprint,
    creationHash: identity.creationHash,
    abiHash: abiHashOf(contract.artifact.abi),
    arguments: values.map(asJson),
    libraries: librariesOf(contract, addressOf),
    names: contractsOf(contract).map(addressOf),
    replaces: scene.recorded(contract),
  };
}

/** By the names that the set gives them now. */
function librariesOf({ libraries }: PreparedContract, addressOf: Scene['addressOf']): Record<string, Address> {
  return Object.fromEntries([...libraries.values()].map((name) => [name, addressOf(name)]));
}

function keepStep(
  contract: PreparedContract,
  known: KnownContract,
  { observed, addressOf, decisions, ...scene }: Scene,
): KeepStep {
  const before = scene.recorded(contract);
  const { recorded, source, isPending } = known;
  const isSame = creationIdentity(contract, addressOf, observed.deployer).creationHash === recorded.creationHash;
  const reasons = [
    isSame ? reasonToKeep(known) : 'only its metadata changed: kept',
    ...(recorded.name === contract.name
      ? []
      : [
          decisions.contracts.unsaid.has(contract.name)
            ? `if it is ${recorded.name}`
            : `it was ${recorded.name} so far`,
        ]),
  ];
  return {
    kind: 'keep',
    contract: contract.name,
    reason: reasons.join('; '),
    address: recorded.address,
    ...(before !== undefined && { before }),
    known: { ...recorded, name: contract.name, libraries: librariesOf(contract, addressOf) },
    source,
    isPending,
  };
}

function reasonToKeep({ source, isPending }: KnownContract): string {
  if (isPending) return 'logged by an unfinished run, not mined yet';
  return source === 'record'
    ? 'unchanged, its code is on the chain'
    : 'created by an unfinished run, its code is proved';
}

function callStep(
  call: PreparedCall,
  { reason, behind }: Extract<CallDecision, { kind: 'call' }>,
  layer: number,
  scene: Scene,
): CallStep {
  const { addressOf, observed } = scene;
  return {
    kind: 'call',
    ...bytesOf(call, scene),
    title: titleOfCall(call),
    reason,
    layer,
    nonce: scene.nonceOf(call),
    value: call.value,
    names: contractsOfCall(call).map(addressOf),
    until: call.until && resolvePredicate(call.until, addressOf, observed.deployer),
    isOneShot: call.isOneShot,
    ...(behind !== undefined && { behind }),
    ...(call.path && { path: call.path }),
  };
}

function skipStep(
  call: PreparedCall,
  { reason, known }: Extract<CallDecision, { kind: 'skip' }>,
  scene: Scene,
): SkipStep {
  const { predicate: _, ...recorded } = known?.recorded ?? { ...bytesOf(call, scene), value: String(call.value) };
  return {
    kind: 'skip',
    contract: call.contract,
    title: titleOfCall(call),
    function: signatureOf(call.entry),
    reason,
    known: {
      ...recorded,
      contract: call.contract,
      function: signatureOf(call.entry),
      ...(call.until === undefined ? {} : { predicate: call.until.text }),
    },
    until: call.until && resolvePredicate(call.until, scene.addressOf, scene.observed.deployer),
    isPending: known?.isPending ?? false,
  };
}

function bytesOf(call: PreparedCall, { addressOf, observed }: Scene) {
  const values = call.arguments.map((value) => resolveValue(value, addressOf, observed.deployer));
  return {
    contract: call.contract,
    function: signatureOf(call.entry),
    target: addressOf(call.contract),
    calldata: encodeCall(call.entry, values),
  };
}

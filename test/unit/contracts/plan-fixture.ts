import { encodeArguments } from '../../../src/contracts/abi/encode.ts';
import type { AbiEntry } from '../../../src/contracts/abi/json-abi.ts';
import type { TypedValue } from '../../../src/contracts/abi/typed-value.ts';
import { buildRecord } from '../../../src/contracts/journal/build-record.ts';
import { planMigration, predicatesToRead } from '../../../src/contracts/plan/plan.ts';
import type {
  KnownCall,
  KnownContract,
  Plan,
  PlanObservation,
  PlanOptions,
  Step,
} from '../../../src/contracts/plan/plan-step.ts';
import { readOf } from '../../../src/contracts/set/predicate.ts';
import type {
  Predicate,
  PreparedCall,
  PreparedContract,
  PreparedSet,
} from '../../../src/contracts/set/prepared-set.ts';
import { type Hex, parseAddress } from '../../../src/values/index.ts';

export const deployer = parseAddress('0x52908400098527886E0F7030069857D2E4169EE7');
export const hash: Hex = `0x${'1'.repeat(64)}`;
export const chain = { id: 1101, genesisHash: hash };

interface ContractParts {
  readonly code?: string;
  /** Contracts that it has as arguments. */
  readonly names?: readonly string[];
  /** Contracts whose addresses stand in an encoded call that it has as last argument. */
  readonly encodes?: readonly string[];
  readonly numbers?: readonly bigint[];
  readonly links?: readonly string[];
  readonly value?: bigint;
  readonly after?: readonly string[];
  readonly allowsRedeploy?: boolean;
  readonly allowsUnproved?: boolean;
  readonly was?: string;
}

export function contract(name: string, parts: ContractParts = {}): PreparedContract {
  const { code = Buffer.from(name).toString('hex'), names = [], encodes = [], numbers = [], links = [] } = parts;
  const placeholders = links.map((library) => `__${library.padEnd(38, '_')}`);
  const inner = { type: 'function', name: 'set', inputs: encodes.map(() => ({ type: 'address' })) };
  return {
    name,
    artifact: {
      name,
      abi: [],
      creationCode: code + placeholders.join(''),
      links: placeholders.map((placeholder, index) => ({ placeholder, library: links[index] })),
      deployedCode: undefined,
      immutableReferences: undefined,
    },
    parameters: [
      ...numbers.map((_, index) => ({ type: 'uint256', name: `limit${index}` })),
      ...names.map(() => ({ type: 'address' })),
      ...(encodes.length > 0 ? [{ type: 'bytes', name: 'data' }] : []),
    ],
    arguments: [
      ...numbers.map((value): TypedValue => ({ kind: 'literal', value })),
      ...names.map((other): TypedValue => ({ kind: 'contract', name: other })),
      ...(encodes.length > 0
        ? [{ kind: 'encoded-call' as const, entry: inner, arguments: encodes.map((other) => named(other)) }]
        : []),
    ],
    libraries: new Map(placeholders.map((placeholder, index) => [placeholder, links[index] ?? ''])),
    value: parts.value ?? 0n,
    after: parts.after ?? [],
    allowsUnproved: parts.allowsUnproved ?? false,
    allowsRedeploy: parts.allowsRedeploy ?? false,
    was: parts.was,
  };
}

interface CallParts {
  readonly function?: string;
  readonly names?: readonly string[];
  readonly number?: bigint;
  readonly value?: bigint;
  readonly until?: Predicate;
  readonly isOneShot?: boolean;
  readonly name?: string;
  readonly after?: readonly string[];
}

export function call(target: string, parts: CallParts = {}): PreparedCall {
  const { names = [], number } = parts;
  const entry: AbiEntry = {
    type: 'function',
    name: parts.function ?? 'use',
    inputs: [
      ...names.map(() => ({ type: 'address', name: 'other' })),
      ...(number === undefined ? [] : [{ type: 'uint256' }]),
    ],
  };
  return {
    name: parts.name,
    contract: target,
    entry,
    arguments: [...names.map(named), ...(number === undefined ? [] : [{ kind: 'literal' as const, value: number }])],
    value: parts.value ?? 0n,
    abi: [entry],
    until: parts.until,
    isOneShot: parts.isOneShot ?? false,
    after: parts.after ?? [],
  };
}

/** `CONTRACT.FUNCTION() == OTHER`, where the other is a contract or a number. */
export function until(target: string, other: string | bigint, name = 'owner'): Predicate {
  const type = typeof other === 'bigint' ? 'uint256' : 'address';
  return {
    text: `${target}.${name}() == ${other}`,
    contract: target,
    entry: { type: 'function', name, inputs: [], outputs: [{ type }], stateMutability: 'view' },
    arguments: [],
    operator: '==',
    expected: typeof other === 'bigint' ? { kind: 'literal', value: other } : named(other),
  };
}

function named(name: string): TypedValue {
  return { kind: 'contract', name };
}

export function setOf(contracts: readonly PreparedContract[], calls: readonly PreparedCall[] = []): PreparedSet {
  return { contracts, calls, notices: [] };
}

/** What is known of the chain, and what the chain answers. */
export interface World {
  readonly contracts: readonly KnownContract[];
  readonly calls: readonly KnownCall[];
  readonly nonce: number;
  readonly answers: ReadonlyMap<string, Hex>;
}

export const emptyWorld: World = { contracts: [], calls: [], nonce: 0, answers: new Map() };

/** Plans as a run does: reads the predicates first. */
export function plan(set: PreparedSet, world: World = emptyWorld, options: PlanOptions = { strict: false }): Plan {
  let observed: PlanObservation = { chain, deployer, ...world, predicates: new Map() };
  for (;;) {
    const reads = predicatesToRead(set, observed, options);
    if (reads.length === 0) return planMigration(set, observed, options);
    const answers = reads.map(({ key }) => [key, world.answers.get(key)] as const);
    observed = { ...observed, predicates: new Map([...observed.predicates, ...answers]) };
  }
}

/** The world after the plan was carried out and its record published; what a predicate wants is then true. */
export function carriedOut(done: Plan, before: World = emptyWorld): World {
  const record = buildRecord(done, chain, deployer, {
    result: () => ({ transaction: hash, block: 1 }),
    proof: () => ({ codeHash: hash, proof: 'exact' }),
  });
  const answers = new Map(before.answers);
  for (const step of done.steps) {
    if (step.kind !== 'call' || step.until === undefined) continue;
    const { outputType, expected } = step.until;
    answers.set(readOf(step.until).key, encodeArguments([{ type: outputType }], [expected]));
  }
  return {
    contracts: record.contracts.map((recorded) => ({ recorded, source: 'record', code: 'recorded', isPending: false })),
    calls: record.calls.map((recorded) => ({ recorded, source: 'record', isPending: false })),
    nonce: before.nonce + done.steps.filter(isSent).length,
    answers,
  };
}

/** The set with one contract in place of the one of its name. */
export function withContract(set: PreparedSet, replacement: PreparedContract): PreparedSet {
  return { ...set, contracts: set.contracts.map((old) => (old.name === replacement.name ? replacement : old)) };
}

export function isSent(step: Step): step is Extract<Step, { nonce: number }> {
  return 'nonce' in step;
}

export function sent({ steps }: Plan): readonly string[] {
  return steps.filter(isSent).map((step) => `${step.kind} ${step.contract}`);
}

export function reasons({ steps }: Plan): readonly string[] {
  return steps.filter(isSent).map((step) => `${step.kind} ${step.contract}: ${step.reason}`);
}

export function reasonOf({ steps }: Plan, name: string): string | undefined {
  return steps.find((step) => step.contract === name)?.reason;
}

/** Layers with what is sent in each. */
export function layersOf({ steps }: Plan): readonly string[] {
  const sending = steps.filter(isSent);
  const layers = [...new Set(sending.map(({ layer }) => layer))];
  return layers.map((layer) =>
    [
      `${layer}:`,
      ...sending.filter((step) => step.layer === layer).map((step) => `${step.kind} ${step.contract}`),
    ].join(' '),
  );
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { encodeArguments } from '../../src/contracts/abi/encode.ts';
import { contractSetSchema, type Plan, type PreparedSet, prepareContractSet } from '../../src/contracts/index.ts';
import { buildRecord } from '../../src/contracts/journal/build-record.ts';
import { planMigration, predicatesToRead } from '../../src/contracts/plan/plan.ts';
import type { PlanObservation } from '../../src/contracts/plan/plan-step.ts';
import { readOf } from '../../src/contracts/set/predicate.ts';
import { type Hex, parseAddress } from '../../src/values/index.ts';

const folder = 'examples/keep-network';
const chain = { id: 1101, genesisHash: `0x${'0'.repeat(64)}` as Hex };
const deployer = parseAddress(`0x${'1'.repeat(40)}`);

/**
 * What a change of each contract of Keep's first network brings about, from the planner itself: for docs/contracts.md.
 * Contracts whose change has the same consequences share a row.
 */
export async function keepV1Table(root: string): Promise<string> {
  const set = await readSet(root);
  const first = plan(set, { chain, deployer, nonce: 0, contracts: [], calls: [], predicates: new Map() });
  const observed = observedAfter(first);
  const rows = Map.groupBy(
    set.contracts.map(({ name }) => ({ name, ...consequencesOf(name, set, observed) })),
    ({ others, calls }) => `| ${listed(others)} | ${listed(calls)} |`,
  );
  return [
    '| changed | created anew with it | called again |',
    '| --- | --- | --- |',
    ...[...rows].map(([cells, changed]) => `| ${changed.map(({ name }) => `\`${name}\``).join(', ')} ${cells}`),
  ].join('\n');
}

function consequencesOf(name: string, set: PreparedSet, observed: PlanObservation) {
  const contracts = set.contracts.map((contract) => {
    const { artifact } = contract;
    return contract.name === name
      ? { ...contract, artifact: { ...artifact, creationCode: `${artifact.creationCode}00` } }
      : contract;
  });
  const { steps, refusals } = plan({ ...set, contracts }, observed);
  return {
    others: steps.flatMap((step) => (step.kind === 'create' && step.contract !== name ? [step.contract] : [])),
    calls: [
      ...steps.flatMap((step) => (step.kind === 'call' ? [step.function.replace(/\(.*/, '')] : [])),
      ...refusals.map(() => '**refused**: a one-shot call can’t be repeated'),
    ],
  };
}

async function readSet(root: string): Promise<PreparedSet> {
  const file = join(root, folder, 'contracts.yml');
  const set = v.parse(contractSetSchema, parse(readFileSync(file, 'utf8')));
  const { prepared, problems } = await prepareContractSet(set, join(root, folder), { id: chain.id });
  if (prepared === undefined) throw new Error(problems.map(({ message }) => `${file}: ${message}`).join('\n'));
  return prepared;
}

/** Predicates that weren't true before are not true. */
function plan(set: PreparedSet, observed: PlanObservation): Plan {
  const reads = predicatesToRead(set, observed);
  if (reads.length === 0) return planMigration(set, observed);
  const answers = reads.map(({ key }) => [key, undefined] as const);
  return plan(set, { ...observed, predicates: new Map([...observed.predicates, ...answers]) });
}

/** The chain after a plan was carried out: all that was created is there, and what a predicate wants is true. */
function observedAfter({ steps, ...rest }: Plan): PlanObservation {
  const somewhere = { transaction: chain.genesisHash, block: 1 };
  const record = buildRecord({ steps, ...rest }, chain, deployer, {
    result: () => somewhere,
    proof: () => ({ codeHash: chain.genesisHash, proof: 'exact' }),
  });
  const answers = steps.flatMap((step): [string, Hex][] => {
    if (step.kind !== 'call' || step.until === undefined) return [];
    const { outputType, expected } = step.until;
    return [[readOf(step.until).key, encodeArguments([{ type: outputType }], [expected])]];
  });
  return {
    chain,
    deployer,
    nonce: steps.length,
    contracts: record.contracts.map((recorded) => ({ recorded, source: 'record', code: 'recorded', isPending: false })),
    calls: record.calls.map((recorded) => ({ recorded, source: 'record', isPending: false })),
    predicates: new Map(answers),
  };
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'nothing' : names.join(', ');
}

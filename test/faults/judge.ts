import { type ChainReader, readWorld, type StoredRecord, type World } from './chain-world.ts';
import type { FaultSet } from './sets.ts';

/** What a scenario may leave behind besides what is wanted. Nothing, unless it says so. */
export interface Allowance {
  /** Creations in the words of {@link World}, each at most once: steps of an earlier commit that were in flight. */
  readonly superfluous?: readonly string[];
  /** So many more creations, whatever they are: they name an address that came to nothing, so nobody can say beforehand. */
  readonly anySuperfluous?: number;
  readonly failed?: number;
  readonly burns?: number;
  /** Of the deployer, made by the test itself. */
  readonly foreign?: number;
}

/** Holds what an uninterrupted run has left against what the set's author wrote down by hand. */
export async function judgeReference(chain: ChainReader, record: StoredRecord, set: FaultSet): Promise<World> {
  const world = await readWorld(chain, record);
  const problems = [
    ...compare('the contracts', [...world.contracts.keys()].sort(), [...set.contracts].sort()),
    ...compare('the targets of the calls', world.calls.map(targetOf).sort(), [...set.calls].sort()),
    ...(await leftOver(chain, record, world, {})),
    ...(await wrongFacts(chain, record, set.facts)),
  ];
  if (problems.length > 0) throw new Error(`the uninterrupted run of ${set.name} is wrong:\n${problems.join('\n')}`);
  return world;
}

/** Everything in which a finished recovery differs from the uninterrupted run of the same commit. */
export async function judge(
  chain: ChainReader,
  record: StoredRecord,
  reference: World,
  facts: FaultSet['facts'],
  allowance: Allowance = {},
): Promise<readonly string[]> {
  const world = await readWorld(chain, record);
  return [
    ...compare('the contracts', [...world.contracts.keys()].sort(), [...reference.contracts.keys()].sort()),
    ...[...reference.contracts].flatMap(([name, words]) => {
      const there = world.contracts.get(name);
      return there === undefined || there === words ? [] : [`${name} was created otherwise: ${brief(there)}`];
    }),
    ...compare('the calls', world.calls.map(brief), reference.calls.map(brief)),
    ...(await leftOver(chain, record, world, allowance)),
    ...(await wrongFacts(chain, record, facts)),
  ];
}

async function leftOver(
  chain: ChainReader,
  record: StoredRecord,
  world: World,
  { superfluous = [], anySuperfluous = 0, failed = 0, burns = 0, foreign = 0 }: Allowance,
): Promise<readonly string[]> {
  const allowed = [...superfluous];
  const duplicates = world.unrecorded.filter((words) => {
    const at = allowed.indexOf(words);
    if (at >= 0) allowed.splice(at, 1);
    return at < 0;
  });
  const recorded = record.contracts.map(({ address }) => address.toLowerCase());
  const pending = Number(await chain.ask('eth_getTransactionCount', chain.deployer, 'pending'));
  const latest = Number(await chain.ask('eth_getTransactionCount', chain.deployer, 'latest'));
  return [
    ...world.contradictions,
    ...(duplicates.length > anySuperfluous ? duplicates : []).map(
      (words) => `a creation that nobody wants: ${brief(words)}`,
    ),
    ...(superfluous.length + anySuperfluous === 0
      ? world.callsOnUnrecorded.map((words) => `a stray call: ${brief(words)}`)
      : []),
    ...(new Set(recorded).size === recorded.length ? [] : ['two contracts of the record share an address']),
    ...(world.failed.length > failed ? [`${world.failed.length} transactions failed, ${failed} may`] : []),
    ...(world.burns.length > burns ? [`${world.burns.length} nonces were burnt, ${burns} may be`] : []),
    ...(world.others.length > foreign ? [`${world.others.length} foreign transactions, ${foreign} may be`] : []),
    ...(pending === latest ? [] : [`${pending - latest} transactions still wait in the pool`]),
  ];
}

async function wrongFacts(
  { ask, deployer }: ChainReader,
  record: StoredRecord,
  facts: FaultSet['facts'],
): Promise<readonly string[]> {
  const addressOf = (name: string) =>
    name === 'deployer' ? deployer : record.contracts.find((one) => one.name === name)?.address.toLowerCase();
  const wrong: string[] = [];
  for (const { contract, read, expected } of facts) {
    const call = { to: addressOf(contract), data: read };
    const word = String(await ask('eth_call', call, 'latest').catch(() => 'nothing'));
    const seen = word === 'nothing' ? word : `0x${word.slice(-40)}`;
    if (seen !== (expected === 'nothing' ? 'nothing' : addressOf(expected)))
      wrong.push(`${contract} answers ${read.slice(0, 10)} with ${seen}, not with ${expected}`);
  }
  return wrong;
}

function compare(what: string, seen: readonly string[], wanted: readonly string[]): readonly string[] {
  const missing = without(wanted, seen);
  const extra = without(seen, wanted);
  return [
    ...(missing.length > 0 ? [`${what}: missing ${missing.join(', ')}`] : []),
    ...(extra.length > 0 ? [`${what}: too many ${extra.join(', ')}`] : []),
  ];
}

/** The first list less the second, each item as often as it stands there. */
function without(from: readonly string[], taken: readonly string[]): readonly string[] {
  const left = [...taken];
  return from.filter((item) => {
    const at = left.indexOf(item);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

const targetOf = (words: string) => words.split(' ')[1] ?? '';

/** Calls fit on a line, creation code doesn't. */
function brief(words: string): string {
  return words.length <= 300 ? words : `${words.slice(0, 60)}… (${words.length})`;
}

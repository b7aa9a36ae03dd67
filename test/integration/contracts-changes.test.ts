import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Interface } from 'ethers';
import {
  type ContractRecord,
  contractRecordDigest,
  finishJournal,
  type MigrationOptions,
  type MigrationResult,
} from '../../src/contracts/index.ts';
import { startAnvil } from '../../tools/servers/index.ts';
import { type ChainDeed, deedsOf, memoryJournal, migrate, type Scene, sceneOn } from './contracts-fixture.ts';
import { compiled, compiledWith, prepareIn, twenty } from './contracts-twenty.ts';

/** What a user changes: texts of contracts.yml, and sources, which the compiler then made anew. */
interface Change {
  readonly texts?: readonly (readonly [from: string, to: string])[];
  readonly sources?: readonly string[];
}

const none: Change = {};
const metadataOfMath = ['Math', 'Curve', 'Pool1', 'Pool2', 'Pool3', 'Factory'];

/** Title, change, and what has to be sent for it: creations by name, then calls by target and function, each in order. */
const rows: readonly (readonly [
  title: string,
  change: Change,
  created: readonly string[],
  called: readonly string[],
])[] = [
  [
    'the code of one that stands alone',
    { sources: ['the code of a contract that stands alone'] },
    // Vault stands in the same file: only its metadata differs.
    ['Faucet'],
    [],
  ],
  [
    'the code of one that a one-shot call on another names, which may be created anew',
    { sources: ['the code of a contract that a call names'] },
    ['Escrow', 'Staking'],
    ['Escrow.transferOwnership', 'Staking.setRate'],
  ],
  [
    'the code of a library two levels down',
    { sources: ['the code of a library two levels down'] },
    ['Math', 'Curve', 'Pool1', 'Pool2', 'Factory', 'Router', 'Statistics'],
    ['Registry.add', 'Registry.add', 'Oracle.setRouter'],
  ],
  [
    'the code of a library one level down',
    { sources: ['the code of a library one level down'] },
    ['Codec', 'Pool2', 'Factory', 'Router', 'Statistics'],
    ['Registry.add', 'Oracle.setRouter'],
  ],
  ['only a comment', { sources: ['only a comment of a contract'] }, [], []],
  ['only a comment of a library two levels down', { sources: ['only a comment of a library two levels down'] }, [], []],
  [
    'an argument of one that another names',
    { texts: [['arguments: [604800]', 'arguments: [1]']] },
    ['Timelock', 'Governor'],
    ['Governor.lock'],
  ],
  [
    'an argument of an implementation behind an encoded call',
    { texts: [['arguments: [3]', 'arguments: [4]']] },
    ['RouterImpl', 'Router', 'Statistics'],
    ['Oracle.setRouter'],
  ],
  [
    'an argument of what most others name',
    { texts: [['Token: { arguments: [10] }', 'Token: { arguments: [11] }']] },
    ['Token', 'Pool1', 'Pool2', 'Factory', 'Router', 'Statistics', 'Vault', 'Grants', 'Escrow', 'Staking'],
    ['Registry.add', 'Registry.add', 'Vault.fill', 'Escrow.transferOwnership', 'Oracle.setRouter', 'Staking.setRate'],
  ],
  ['the ether of a creation', { texts: [['value: 5 wei', 'value: 6 wei']] }, ['Vault'], ['Vault.fill']],
  ['the ether of a call', { texts: [['value: 7 wei', 'value: 8 wei']] }, [], ['Vault.fill']],
  [
    'an argument of a call',
    { texts: [['setRate, arguments: [5]', 'setRate, arguments: [6]']] },
    [],
    ['Staking.setRate'],
  ],
  [
    'an argument of a one-shot call, whose target may be created anew',
    {
      texts: [
        ['arguments: [42]', 'arguments: [43]'],
        ['{ contract: Timelock }, 4] }', '{ contract: Timelock }, 4], allow-redeploy: true }'],
      ],
    },
    ['Governor'],
    ['Governor.lock'],
  ],
];

/** Selector → name, of all functions of the set. */
const functions = new Map(
  Object.values(compiled.contracts)
    .flatMap((contracts) => Object.values(contracts) as { abi: ConstructorParameters<typeof Interface>[0] }[])
    .flatMap(({ abi }) => new Interface(abi).fragments)
    .flatMap((fragment) => ('selector' in fragment && 'name' in fragment ? [[fragment.selector, fragment.name]] : [])),
);

interface World {
  readonly record: ContractRecord;
  readonly journal: ReturnType<typeof memoryJournal>;
}

let scene: Scene;
let workspace: string;
let first: World;
let snapshot: unknown;

/** Runs with the change; what is published and logged goes to the world. */
async function run(
  { texts = [], sources = [] }: Change,
  world: World | undefined,
  options: Partial<MigrationOptions> = {},
): Promise<World & { readonly result: MigrationResult }> {
  let text = twenty;
  for (const [from, to] of texts) {
    if (!text.includes(from)) throw new Error(`the set has no ${from}`);
    text = text.replace(from, to);
  }
  await writeFile(join(workspace, 'out/all.json'), JSON.stringify({ contracts: compiledWith(sources) }));
  const journal = memoryJournal();
  journal.entries.push(...(world?.journal.entries ?? []));
  const set = await prepareIn(workspace, text);
  const result = await migrate(scene, text, { set, journal, readPreviousRecord: async () => world?.record, options });
  await finishJournal(result.openJournal, contractRecordDigest(result.record));
  return { record: result.record, journal, result };
}

const addresses = ({ record }: World) =>
  new Map(record.contracts.map(({ name, address }) => [address.toLowerCase(), name]));

/** What the chain says was sent after that many transactions, in words. */
async function sentAfter(count: number, world: World): Promise<{ created: string[]; called: string[] }> {
  const deeds: readonly ChainDeed[] = (await deedsOf(scene)).slice(count);
  expect(deeds.filter(({ isSuccess }) => !isSuccess)).toEqual([]);
  const names = addresses(world);
  const nameOf = (address: string) => names.get(address.toLowerCase()) ?? `unrecorded ${address}`;
  return {
    created: deeds.flatMap(({ created }) => (created === undefined ? [] : [nameOf(created)])),
    called: deeds.flatMap(({ to, input }) =>
      to === undefined ? [] : [`${nameOf(to)}.${functions.get(input.slice(0, 10))}`],
    ),
  };
}

const isSameAs = (world: World, name: string, other: World) =>
  [...addresses(world)].some(([address, found]) => found === name && addresses(other).get(address) === name);

beforeAll(async () => {
  scene = await sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }));
  workspace = await mkdtemp(join(tmpdir(), 'keep-deploy-twenty-'));
  await mkdir(join(workspace, 'out'));
  first = await run(none, undefined);
});
afterAll(async () => {
  await scene?.[Symbol.asyncDispose]();
  await rm(workspace, { recursive: true, force: true });
});
beforeEach(async () => {
  if (snapshot !== undefined) await scene.ask('evm_revert', snapshot);
  snapshot = await scene.ask('evm_snapshot');
});

const names = () => first.record.contracts.map(({ name }) => name);

describe('twenty contracts', () => {
  test('are created once each, and called seven times', async () => {
    const { created, called } = await sentAfter(0, first);
    expect(created.toSorted()).toEqual(names().toSorted());
    expect(new Set(created).size).toBe(20);
    expect(called).toHaveLength(7);
  });

  test('that are as they were: nothing is sent', async () => {
    const { result } = await run(none, first);
    expect(result.changed).toBe(false);
    expect(await deedsOf(scene)).toHaveLength(27);
  });
});

describe('one of twenty contracts changed', () => {
  test.each(rows)('in %s: exactly the right ones are created and called', async (_, change, created, called) => {
    const second = await run(change, first);
    const sent = await sentAfter(27, second);
    expect(sent.created.toSorted()).toEqual(created.toSorted());
    expect(sent.called.toSorted()).toEqual(called.toSorted());
    // All others stand where they stood.
    const kept = names().filter((name) => isSameAs(second, name, first));
    expect(kept.toSorted()).toEqual(
      names()
        .filter((name) => !created.includes(name))
        .toSorted(),
    );
    await run(change, second);
    expect(await deedsOf(scene)).toHaveLength(27 + created.length + called.length);
  });

  test('in one after the other, each time: exactly the right ones', async () => {
    let world = first;
    let count = 27;
    const sofar: { texts: (readonly [string, string])[]; sources: string[] } = { texts: [], sources: [] };
    const byItself = rows.filter(([, { sources = [] }]) => !sources.some((title) => /comment|one level/.test(title)));
    for (const [title, { texts = [], sources = [] }, created, called] of byItself) {
      sofar.texts.push(...texts);
      sofar.sources.push(...sources);
      world = await run(sofar, world);
      const sent = await sentAfter(count, world);
      expect([title, sent.created.toSorted(), sent.called.toSorted()]).toEqual([
        title,
        created.toSorted(),
        called.toSorted(),
      ]);
      count += created.length + called.length;
    }
    expect(await deedsOf(scene)).toHaveLength(count);
  });

  test('and changed back: what is on the chain already is taken, and only the calls on it are compared', async () => {
    const [, change] = rows[0] ?? [];
    const second = await run(change ?? none, first);
    const third = await run(none, second);
    expect(third.record.contracts.map(({ name }) => name).toSorted()).toEqual(names().toSorted());
    expect((await sentAfter(28, third)).called).toEqual([]);
  });
});

describe('strict, which compares metadata too', () => {
  test('creates anew what a comment changed, and all that depends on it', async () => {
    const second = await run({ sources: ['only a comment of a contract'] }, first, { strict: true });
    const { created, called } = await sentAfter(27, second);
    expect(created.toSorted()).toEqual(
      ['Registry', 'Oracle', 'Pool2', 'Pool3', 'Factory', 'Router', 'Statistics'].toSorted(),
    );
    expect(called.toSorted()).toEqual(['Oracle.setRouter', 'Registry.add', 'Registry.add'].toSorted());
  });

  test('creates anew every contract whose sources have the comment', async () => {
    const second = await run({ sources: ['only a comment of a library two levels down'] }, first, { strict: true });
    const { created } = await sentAfter(27, second);
    expect(created.toSorted()).toEqual([...metadataOfMath, 'Router', 'Statistics'].toSorted());
  });

  test('creates nothing anew where nothing changed', async () => {
    await run(none, first, { strict: true });
    expect(await deedsOf(scene)).toHaveLength(27);
  });
});

describe('a one-shot call', () => {
  test('with another argument is refused, by name, where its target may not be created anew', async () => {
    const change: Change = { texts: [['arguments: [42]', 'arguments: [43]']] };
    await expect(run(change, first)).rejects.toThrow(
      /the one-shot call Governor\.lock can't be made again on Governor at 0x.*"allow-redeploy: true"/,
    );
    expect(await deedsOf(scene)).toHaveLength(27);
  });

  test('that the set does not call one has its repetition refused, and what to say instead', async () => {
    const change: Change = {
      texts: [['until: owner() == Staking\n    one-shot: true', 'until: owner() == Staking']],
      sources: ['the code of a contract that a call names'],
    };
    await expect(run(change, first)).rejects.toThrow(
      'the call Escrow.transferOwnership(address) would revert: "not the owner". Escrow is kept: if it takes this call only once, say "one-shot: true" at the call and "allow-redeploy: true" at the contract, and it is created anew',
    );
    expect(await deedsOf(scene)).toHaveLength(27);
  });

  test('comes after everything else', async () => {
    const deeds = await deedsOf(scene);
    expect(functions.get(deeds.at(-1)?.input.slice(0, 10) ?? '')).toBe('lock');
  });
});

describe('a call with a condition', () => {
  const rate = 'setRate, arguments: [5]';
  const where = (condition: string): Change => ({ texts: [[rate, `${rate}, until: "${condition}"`]] });

  test('that is true already is left out, though nobody made the call with this argument', async () => {
    const change: Change = { texts: [[rate, 'setRate, arguments: [6], until: "rate() >= 5"']] };
    const { result } = await run(change, first);
    expect(result.counts).toMatchObject({ called: 0, skipped: 7 });
    expect(await deedsOf(scene)).toHaveLength(27);
  });

  test('that somebody undid is made again, though the record has it', async () => {
    const second = await run(where('rate() == 5'), first);
    expect(await deedsOf(scene)).toHaveLength(27);
    const staking = second.record.contracts.find(({ name }) => name === 'Staking');
    const data = new Interface(['function setRate(uint256)']).encodeFunctionData('setRate', [1]);
    const [, stranger] = (await scene.ask('eth_accounts')) as string[];
    await scene.ask('eth_sendTransaction', { from: stranger, to: staking?.address, data });
    const third = await run(where('rate() == 5'), second);
    expect(await sentAfter(27, third)).toEqual({ created: [], called: ['Staking.setRate'] });
  });

  test('that is not true after the call ends red, and says what the chain says', async () => {
    const change = where('rate() == 9');
    await expect(run(change, first)).rejects.toThrow(
      'the call Staking.setRate(uint256) was mined, but what it was made for is not so: rate() is not 9 yet (it is 5)\nNo record is written',
    );
  });
});

import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  type ChainDeed,
  deedsOf,
  nonceOf,
  openScene,
  ownerOf,
  readKeepSet,
  runProcess,
  type Scene,
  smallSet,
} from './contracts-fixture.ts';
import type { KillPoint } from './contracts-run.ts';

const blockTimeSeconds = 0.25;
const creations = 27;
const transactions = 33;

/** Appends: 0 creations, 1 calls, 2 finished. Sends: 0 to 26 creations, 27 to 32 calls. */
const points: readonly KillPoint[] = [
  { at: 'before-append', index: 0 },
  { at: 'after-append', index: 0 },
  { at: 'after-send', index: 0 },
  { at: 'before-send', index: 13 },
  { at: 'after-send', index: 26 },
  { at: 'before-append', index: 1 },
  { at: 'after-append', index: 1 },
  { at: 'after-send', index: 29 },
  { at: 'after-send', index: 32 },
  { at: 'before-record' },
  { at: 'before-finish' },
];

let keepSet = '';
let uninterrupted: readonly ChainDeed[] = [];

beforeAll(async () => {
  keepSet = await readKeepSet();
  await using scene = await openScene(blockTimeSeconds);
  const run = await runProcess(scene, keepSet);
  if (run.code !== 0) throw new Error(run.errors);
  uninterrupted = await deedsOf(scene);
});

describe('a killed migration', () => {
  test('is compared with one that nobody interrupted: 27 contracts, then six calls, all of them right', async () => {
    expect(uninterrupted).toHaveLength(transactions);
    expect(uninterrupted.every(({ isSuccess }) => isSuccess)).toBe(true);
    expect(uninterrupted.filter(({ created }) => created !== undefined)).toHaveLength(creations);
    expect(uninterrupted.slice(0, creations).every(({ code }) => code.length > 2)).toBe(true);
  });

  test.each(points)('killed at %j leaves the same chain as an uninterrupted one when it is run again', async (kill) => {
    await using scene = await openScene(blockTimeSeconds);
    const killed = await runProcess(scene, keepSet, { kill });
    expect(killed.signal).toBe('SIGKILL');

    const again = await runProcess(scene, keepSet);
    expect(again.errors).not.toMatch(/Error/);
    expect(again.code).toBe(0);
    await expectSameWorld(scene);
    await expectIdle(scene, keepSet);
  });

  test('killed again while it recovers, it still ends the same', async () => {
    await using scene = await openScene(blockTimeSeconds);
    for (const kill of [
      { at: 'before-send', index: 9 },
      { at: 'before-append', index: 0 },
      { at: 'after-append', index: 1 },
    ] as const) {
      expect((await runProcess(scene, keepSet, { kill })).signal).toBe('SIGKILL');
    }
    expect((await runProcess(scene, keepSet)).code).toBe(0);
    await expectSameWorld(scene);
    await expectIdle(scene, keepSet);
  });

  test.each([
    { at: 'after-append', index: 0 },
    { at: 'before-send', index: 4 },
    { at: 'after-send', index: 8 },
    { at: 'after-append', index: 1 },
    { at: 'before-record' },
  ] as const)('killed at %j and resumed by a commit that changes one contract keeps all others', async (kill) => {
    await using scene = await openScene(blockTimeSeconds);
    expect((await runProcess(scene, smallSet, { kill })).signal).toBe('SIGKILL');
    const newer = smallSet.replace('12, 30', '13, 30');
    expect(newer).not.toBe(smallSet);

    const again = await runProcess(scene, newer);
    expect(again.errors).not.toMatch(/Error/);
    const deeds = await deedsOf(scene);
    // Eight of the old commit and its KeepVault, mined or burnt; one new KeepVault, two calls; nothing twice.
    const burns = deeds.filter(({ to, input }) => to === scene.deployer.toLowerCase() && input === '0x');
    expect(deeds.filter(({ created }) => created !== undefined)).toHaveLength(10 - burns.length);
    expect(burns.length).toBeLessThanOrEqual(1);
    expect(deeds).toHaveLength(12);
    expect(new Set(deeds.map(({ input, to }) => `${to} ${input}`)).size).toBe(12);
    // What is mined by the time it looks is kept; all the rest is its own.
    const { deployed = 0, kept = 0 } = again.report?.counts ?? {};
    expect(deployed + kept).toBe(9);
    expect(deployed).toBeGreaterThan(0);
    await expectOwner(scene, deeds);
    await expectIdle(scene, newer);
  });

  test('resumed by a commit that drops a contract and its call finishes what was sent and wants nothing more', async () => {
    await using scene = await openScene(blockTimeSeconds);
    expect((await runProcess(scene, smallSet, { kill: { at: 'before-send', index: 3 } })).signal).toBe('SIGKILL');
    const newer = smallSet.replace(/ {2}KeepVault.*\n/, '').replace(/ {2}- \{ contract: TokenGrant.*\n/, '');

    const again = await runProcess(scene, newer);
    const { deployed = 0, kept = 0, called } = again.report?.counts ?? {};
    expect([deployed + kept, called]).toEqual([8, 1]);
    expect(await deedsOf(scene)).toHaveLength(10);
    await expectIdle(scene, newer);
  });
});

async function expectSameWorld(scene: Scene): Promise<void> {
  const deeds = await deedsOf(scene);
  expect(deeds.map(({ nonce, created, to }) => ({ nonce, created, to }))).toEqual(
    uninterrupted.map(({ nonce, created, to }) => ({ nonce, created, to })),
  );
  expect(deeds.map(({ input }) => input)).toEqual(uninterrupted.map(({ input }) => input));
  expect(deeds.every(({ isSuccess }) => isSuccess)).toBe(true);
  await expectOwner(scene, deeds);
}

/** TokenStakingEscrow belongs to TokenStaking: told from the chain, by the arguments of the ownership call. */
async function expectOwner(scene: Scene, deeds: readonly ChainDeed[]): Promise<void> {
  const transfer = deeds.find(({ input }) => input.startsWith('0xf2fde38b'));
  expect(transfer?.to).toBeDefined();
  const newOwner = `0x${transfer?.input.slice(-40)}`;
  expect(await ownerOf(scene, transfer?.to ?? '')).toBe(newOwner);
  expect(await scene.ask('eth_getCode', newOwner, 'latest')).not.toBe('0x');
}

async function expectIdle(scene: Scene, setText: string): Promise<void> {
  const before = await nonceOf(scene);
  const idle = await runProcess(scene, setText);
  expect(idle.report).toMatchObject({
    changed: false,
    counts: { deployed: 0, called: 0, transactions: 0 },
  });
  // A look at the chain, the codes of the record, and the predicates of the calls.
  expect(idle.report?.httpRequests).toBeLessThanOrEqual(3);
  expect(await nonceOf(scene)).toBe(before);
}

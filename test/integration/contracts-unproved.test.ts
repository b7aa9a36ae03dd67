import { describe, expect, test } from '@jest/globals';
import type { Rpc, RpcCall } from '../../src/contracts/chain/rpc.ts';
import { type Clock, systemClock } from '../../src/contracts/index.ts';
import { createAddress } from '../../src/contracts/transaction/create-address.ts';
import { parseAddress } from '../../src/values/index.ts';
import { startAnvil } from '../../tools/servers/index.ts';
import { lacks, prepareProofSet, proofSet } from './contract-proof-scene.ts';
import {
  type MigrateOptions,
  memoryJournal,
  migrate,
  nonceOf,
  type Scene,
  sceneOn,
  silentLog,
} from './contracts-fixture.ts';

/** With a call, which must wait until everything that it names is proved. */
const set = `${proofSet}
calls:
  - { contract: Registry, function: register, arguments: ["0x${'33'.repeat(32)}"] }
`;
const unprovable = ['SaltedFactory', 'First', 'Second'];
const allowing = (...names: readonly string[]) =>
  names.reduce(
    (text, name) => text.replace(`  ${name}: {`, `  ${name}: { allow-unproved: true,`).replace(',}', ' }'),
    set,
  );

const openScene = async () => sceneOn(await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand' }));
const run = async (scene: Scene, text: string, options: MigrateOptions) =>
  migrate(scene, '', { set: await prepareProofSet(text), ...options });

/** Twenty times as fast: that code is missing is not believed at once. */
const fastClock: Clock = {
  ...systemClock,
  now: () => systemClock.now() * 20,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 20, signal),
};

/** A node that keeps no states but the newest: no block can be run again. */
const forgetful = (rpc: Rpc): Rpc => answering(rpc, lacks['old states']);

function answering(
  rpc: Rpc,
  refuses: (call: RpcCall) => boolean,
  before: (call: RpcCall) => Promise<void> = async () => {},
): Rpc {
  return {
    ...rpc,
    async batch(calls, signal) {
      for (const call of calls) await before(call);
      const answers = await rpc.batch(calls, signal);
      return calls.map((call, index) =>
        refuses(call)
          ? { error: { code: -32000, message: 'missing trie node', data: undefined } }
          : (answers[index] ?? { result: null }),
      );
    },
  };
}

describe('what can not be proved', () => {
  test('ends the run red with every name, before any call', async () => {
    await using scene = await openScene();
    const error = (await run(scene, set, { wrap: forgetful }).catch((cause: Error) => cause)) as Error;
    expect(error.message).toMatch(/^the code on the chain is not proved, so nothing may use it:\n/);
    for (const name of unprovable) expect(error.message).toMatch(new RegExp(`^${name} at 0x.*32 of its`, 'm'));
    expect(error.message.split('\n')).toHaveLength(4);
    expect(await nonceOf(scene)).toBe(9);
  });

  test('is proved by the next run, whose node can, and everything is kept', async () => {
    await using scene = await openScene();
    const journal = memoryJournal();
    await expect(run(scene, set, { wrap: forgetful, journal })).rejects.toThrow('is not proved');
    const { counts, record } = await run(scene, set, { journal });
    expect(counts).toMatchObject({ deployed: 0, kept: 9, called: 1 });
    expect(new Set(record.contracts.map(({ proof }) => proof))).toEqual(new Set(['exact']));
  });

  test('is used and recorded as such where the set allows it, and said in the log', async () => {
    await using scene = await openScene();
    const lines: string[] = [];
    const options = { wrap: forgetful, log: silentLog(lines) };
    const { record, counts } = await run(scene, allowing(...unprovable), options);
    const unproved = record.contracts.filter(({ proof }) => proof === 'unproved').map(({ name }) => name);
    expect(unproved.sort()).toEqual([...unprovable].sort());
    expect(counts).toMatchObject({ deployed: 9, called: 1 });
    expect(lines.join('\n')).toMatch(/SaltedFactory at 0x\S+ is used though its code is unproved: 32 of its 165 bytes/);
  });

  test('is not used when another is allowed', async () => {
    await using scene = await openScene();
    await expect(run(scene, allowing('First', 'Second'), { wrap: forgetful })).rejects.toThrow(
      /nothing may use it:\nSaltedFactory at 0x.*allow-unproved: true at SaltedFactory/,
    );
  });
});

describe('other code than was created', () => {
  test.each([
    ['no code', () => '0x', /Registry at 0x\S+: there is no code/],
    ['a byte more', (code: string) => `${code}00`, /Registry at 0x\S+: expected 407 bytes of code, the chain has 408/],
    [
      'another byte',
      (code: string) => code.replace('6080', '6081'),
      /Registry at 0x.* first difference is at byte 1$/m,
    ],
  ])('(%s) ends the run red before any call, whatever the set allows', async (_, change, message) => {
    await using scene = await openScene();
    const registry = createAddress(parseAddress(scene.deployer), 0);
    const changeCode = async () => {
      const code = String(await scene.ask('eth_getCode', registry, 'latest'));
      await scene.ask('anvil_setCode', registry, change(code));
    };
    let changing: Promise<void> | undefined;
    // Proofs are the only calls in an old state, and there may be two at once: right before the first the code becomes another.
    const wrap = (rpc: Rpc) =>
      answering(rpc, lacks.nothing, async ({ method, params }) => {
        if (method !== 'eth_call' || params[1] === 'latest') return;
        changing ??= changeCode();
        await changing;
      });
    const journal = memoryJournal();
    const options = { journal, clock: fastClock };
    await expect(run(scene, allowing('Registry'), { ...options, wrap })).rejects.toThrow(message);
    expect(changing).toBeDefined();
    expect(await nonceOf(scene)).toBe(9);

    // The next run creates it anew, with what names it, and nothing else.
    const { counts, record } = await run(scene, set, options);
    expect(counts).toMatchObject({ deployed: 3, kept: 6, called: 1 });
    expect(record.contracts.every(({ proof }) => proof === 'exact')).toBe(true);
    expect(record.contracts.find(({ name }) => name === 'Registry')?.address).not.toBe(registry);
  });
});

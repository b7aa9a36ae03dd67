import { describe, expect, test } from '@jest/globals';
import { ApiRefusal, type Cluster } from '../../../src/cluster/index.ts';
import { wavePeers } from '../../../src/release/wave-peers.ts';
import { recordingLog } from '../cluster/recording-log.ts';

type Wanted = Parameters<typeof wavePeers>[1];

const network = (names: readonly string[], port: number | undefined = 9602): Wanted =>
  ({
    release: {
      roles: ['bootstrap', 'standard'],
      clients: names.map((name) => ({
        ...{ name, role: name.startsWith('b') ? 'bootstrap' : 'standard', peerId: `peer-${name}` },
        address: `0x${'1'.repeat(40)}`,
      })),
    },
    recipes: names.map((client) => ({ client, tree: port === undefined ? {} : { Diagnostics: { Port: port } } })),
  }) as unknown as Wanted;
const body = (...peers: readonly string[]) =>
  JSON.stringify({ client_info: {}, connected_peers: peers.map((peer) => ({ network_id: `peer-${peer}` })) });
const limits = { withinMs: 0, signal: new AbortController().signal };

/** Pods that answer so, by their names; who isn't named may not be asked. */
function clusterOf(answers: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const cluster = {
    ask: async (_: string, pod: string, { port, via }: { readonly port: number; readonly via: string }) => {
      asked.push(`${pod}:${port} ${via}`);
      const answer = answers[pod];
      if (answer === undefined) throw new ApiRefusal('403 Forbidden', 403, 'Forbidden');
      return { status: 200, body: answer };
    },
  } as unknown as Cluster;
  return { cluster, asked };
}

describe('the peers of a wave', () => {
  test('are asked of each pod by its own name and port; who sees no bootstrap is named', async () => {
    const { log, lines } = recordingLog();
    const { cluster, asked } = clusterOf({ 'b0-7': body('b1'), 's0-pod': body('s1') });
    const check = wavePeers('keep', network(['b0', 'b1', 's0', 's1']), cluster, { log });
    const why = await check?.(
      [
        { client: 'b0', pod: 'b0-7' },
        { client: 's0', pod: 's0-pod' },
      ],
      limits,
    );
    expect(why).toBe('s0: sees none of b0, b1 among its 1 peers');
    expect(asked).toEqual(['b0-7:9602 proxy', 's0-pod:9602 proxy']);
    expect(lines).toEqual([]);
  });

  test('that nobody may ask are no failure, and that is said once in a run', async () => {
    const { log, lines } = recordingLog();
    const { cluster } = clusterOf({});
    const check = wavePeers('keep', network(['b0', 's0', 's1']), cluster, { log });
    expect(await check?.([{ client: 's0', pod: 's0-0' }], limits)).toBeUndefined();
    expect(await check?.([{ client: 's1', pod: 's1-0' }], limits)).toBeUndefined();
    expect(lines).toEqual([expect.stringMatching(/^warning .* not counted against them: s0: neither pods\/proxy nor/)]);
  });

  test('are nobody’s to see for the only bootstrap', async () => {
    const { cluster, asked } = clusterOf({ 'b0-0': body() });
    const check = wavePeers('keep', network(['b0', 's0']), cluster, recordingLog());
    expect(await check?.([{ client: 'b0', pod: 'b0-0' }], limits)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test.each([
    ['no client has a port for it', network(['b0', 'b1'], 0)],
    ['the configurations have no diagnostics', { ...network(['b0', 'b1']), recipes: [] }],
    ['there is no release yet', { ...network(['b0', 'b1']), release: undefined }],
    ['the network is one bootstrap', network(['b0'])],
  ])('are not checked where %s', (_, wanted) => {
    expect(wavePeers('keep', wanted, clusterOf({}).cluster, recordingLog())).toBeUndefined();
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createImageComparison } from '../../src/cluster/registry/same-image.ts';
import { digestOf } from '../../src/values/index.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const manifest = (configuration: string, layer = 'gzip') =>
  JSON.stringify({
    schemaVersion: 2,
    config: { digest: digestOf(configuration) },
    layers: [{ digest: digestOf(layer) }],
  });
const listing = (platforms: Readonly<Record<string, string>>, attested = 'monday') =>
  JSON.stringify({
    schemaVersion: 2,
    manifests: [
      ...Object.entries(platforms).map(([architecture, one]) => ({
        digest: digestOf(one),
        platform: { os: 'linux', architecture },
      })),
      { digest: digestOf(attested), platform: { os: 'unknown', architecture: 'unknown' } },
    ],
  });
const [amd64, arm64] = [manifest('amd64'), manifest('arm64')] as const;
const both = listing({ amd64, arm64 });

/** A repository with these manifests; answers whether the second is the first under another name. */
async function repositoryWith(manifests: readonly string[], status = 200) {
  const asked: string[] = [];
  const byDigest = new Map(manifests.map((one) => [digestOf(one) as string, one]));
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const found = byDigest.get((request.url ?? '').replace('/v2/keep/client/manifests/', ''));
    response.writeHead(found === undefined ? 404 : status);
    response.end(found);
  });
  servers.push(server);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { log, lines } = recordingLog();
  const stop = new AbortController();
  const isSame = createImageComparison({
    ...{ loginOf: async () => undefined, signal: stop.signal, log, timeoutMs: 2_000, pauseMs: 1 },
  });
  return {
    ...{ asked, lines, stop, answers: byDigest },
    compare: (wanted: string, found: string) => isSame(`${host}/keep/client@${digestOf(wanted)}`, digestOf(found)),
  };
}

describe('a node that names another digest runs another image', () => {
  test.each([
    ['of another configuration', amd64, manifest('other')],
    ['that the wanted index does not list', both, manifest('other')],
    ['of an index with another image for one of the platforms', both, listing({ amd64, arm64: manifest('other') })],
  ])('%s', async (_, wanted, found) => {
    const { compare, lines } = await repositoryWith([amd64, arm64, wanted, found]);
    expect(await compare(wanted, found)).toBe(false);
    expect(lines).toEqual([]);
  });

  test('that the wanted one’s repository doesn’t have', async () => {
    const { compare, lines } = await repositoryWith([amd64]);
    expect(await compare(amd64, manifest('amd64', 'from elsewhere'))).toBe(false);
    expect(lines).toEqual([]);
  });
});

describe('a node that names another digest runs what was asked for', () => {
  test.each([
    ['when the wanted index lists it', both, amd64],
    ['when it names an index that lists the wanted one', arm64, both],
    ['when two indexes list the same images, and were attested on two days', both, listing({ amd64, arm64 }, 'sunday')],
    ['when two manifests have the same configuration', amd64, manifest('amd64', 'zstd')],
  ])('%s', async (_, wanted, found) => {
    const { compare, lines } = await repositoryWith([amd64, arm64, wanted, found]);
    expect(await compare(wanted, found)).toBe(true);
    expect(lines).toEqual([]);
  });

  test('which is asked once for all that name it', async () => {
    const { compare, asked } = await repositoryWith([both, amd64]);
    expect(await Promise.all([compare(both, amd64), compare(both, amd64), compare(both, amd64)])).toEqual([
      true,
      true,
      true,
    ]);
    expect(asked).toEqual([both, amd64].map((one) => `GET /v2/keep/client/manifests/${digestOf(one)}`));
  });
});

describe('what the registry can’t tell is taken to be right, with a warning', () => {
  test.each([
    ['it does not answer', [amd64], 503, 'answered 503'],
    ['it refuses', [amd64], 403, 'answered 403'],
    ['it does not have the wanted image any more', [], 200, 'does not have the wanted image any more'],
    ['it lists nothing', [listing({}), manifest('other')], 200, 'lists no platform'],
  ] as const)('when %s', async (_, manifests, status, why) => {
    const { compare, lines } = await repositoryWith(manifests, status);
    expect(await compare(manifests[0] ?? amd64, manifest('other'))).toBe(true);
    expect(lines.filter((line) => line.startsWith('warning'))).toEqual([expect.stringContaining(why)]);
  });

  test('when it sends other bytes than it was asked for', async () => {
    const { compare, lines, answers } = await repositoryWith([amd64]);
    answers.set(digestOf(arm64), amd64);
    expect(await compare(amd64, arm64)).toBe(true);
    expect(lines).toEqual([expect.stringContaining(`sent other bytes than ${digestOf(arm64)}`)]);
  });

  test('when the run is stopped meanwhile', async () => {
    const { compare, stop, lines } = await repositoryWith([amd64]);
    stop.abort(new Error('SIGTERM'));
    expect(await compare(amd64, manifest('other'))).toBe(true);
    expect(lines).toEqual([expect.stringContaining('SIGTERM')]);
  });
});

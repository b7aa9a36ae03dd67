import { describe, expect, test } from '@jest/globals';
import { RemoteError } from '../../../src/report/index.ts';
import {
  type DiagnosticsReply,
  runSmokeTest,
  type SmokeClient,
  smokeTable,
  smokeText,
} from '../../../src/smoke/index.ts';
import { parseAddress } from '../../../src/values/index.ts';
import { recordingLog } from '../cluster/recording-log.ts';

const client = (name: string, role: string, digit: string): SmokeClient => ({
  name,
  role,
  address: parseAddress(`0x${digit.repeat(40)}`),
  peerId: `16Uiu2HAm-${name}`,
  ports: { diagnostics: 9602 },
});
const first = client('keep-client-0', 'bootstrap', '1');
const second = client('keep-client-1', 'bootstrap', '2');
const standard = client('keep-client-2', 'standard', '3');
const all = [first, second, standard];

const says = (self: SmokeClient, peers: readonly SmokeClient[]): DiagnosticsReply => ({
  kind: 'answered',
  text: JSON.stringify({
    client_info: { ethereum_address: self.address.toLowerCase(), network_id: self.peerId },
    connected_peers: peers.map(({ address, peerId }) => ({ ethereum_address: address, network_id: peerId })),
  }),
});
const answered = (text: string): DiagnosticsReply => ({ kind: 'answered', text });

interface World {
  readonly clients?: readonly SmokeClient[];
  readonly bootstrapRole?: string;
  readonly replies?: Readonly<Record<string, () => DiagnosticsReply>>;
  readonly code?: () => Promise<readonly string[]>;
  readonly deadlineMs?: number;
}

const run = ({
  clients = all,
  bootstrapRole = 'bootstrap',
  replies = {},
  code = async () => [],
  deadlineMs = 0,
}: World) =>
  runSmokeTest({
    release: { clients, bootstrapRole },
    ports: {
      codeProblems: code,
      diagnostics: async (asked) => (replies[asked.name] ?? (() => says(asked, clients)))(),
    },
    deadlineMs,
    signal: new AbortController().signal,
    log: recordingLog().log,
    everyMs: 1,
  });

const rowsOf = async (name: string, world: World) =>
  (await run(world)).rows.filter((row) => row.client === name).map(({ check, result }) => `${check} ${result}`);

describe('the smoke test is red', () => {
  test('when a contract has no code', async () => {
    const report = await run({ code: async () => ['KeepToken: no code at 0x00'] });
    expect(report.verdict).toBe('failed');
    expect(report.rows[0]).toEqual({ check: 'code', result: 'failed', detail: 'KeepToken: no code at 0x00' });
  });

  test('when the code could not be read', async () => {
    const report = await run({
      code: () => Promise.reject(new RemoteError('eth_getCode: 503')),
    });
    expect(report.rows[0]).toMatchObject({ result: 'failed', detail: 'could not be read: eth_getCode: 503' });
  });

  test.each([
    ['answers nothing', { kind: 'no-answer', why: 'connection refused' } as const],
    ['answers a page', answered('<html>not found</html>')],
    ['answers JSON that is no diagnostics', answered('[1]')],
    ['answers without saying who it is', answered('{"client_info":null}')],
  ])('when a client %s, for every one of its checks', async (_, reply) => {
    const replies = { [standard.name]: () => reply };
    expect(await rowsOf(standard.name, { replies })).toEqual(['answers failed', 'account failed', 'peers failed']);
    expect((await run({ replies })).verdict).toBe('failed');
  });

  test.each([
    ['another address', { ...standard, address: first.address }],
    ['another peer id', { ...standard, peerId: first.peerId }],
  ])('when a client names %s: a swapped key', async (_, self) => {
    const rows = await rowsOf(standard.name, { replies: { [standard.name]: () => says(self, all) } });
    expect(rows).toContain('account failed');
  });

  test.each([
    ['nobody', []],
    ['only itself', [standard]],
    ['only a standard client', [client('keep-client-3', 'standard', '4')]],
  ])('when a client sees %s', async (_, peers) => {
    const rows = await rowsOf(standard.name, { replies: { [standard.name]: () => says(standard, peers) } });
    expect(rows).toEqual(['answers passed', 'account passed', 'peers failed']);
  });

  test('when one of two bootstraps sees only itself', async () => {
    const replies = { [first.name]: () => says(first, [first, standard]) };
    expect(await rowsOf(first.name, { replies })).toContain('peers failed');
  });

  test('when connected_peers is null, as some clients write it', async () => {
    const text = JSON.stringify({
      client_info: { ethereum_address: standard.address, network_id: standard.peerId },
      connected_peers: null,
    });
    expect(await rowsOf(standard.name, { replies: { [standard.name]: () => answered(text) } })).toEqual([
      'answers passed',
      'account passed',
      'peers failed',
    ]);
  });
});

describe('what could not be checked', () => {
  const replies = { [standard.name]: (): DiagnosticsReply => ({ kind: 'not-possible', why: 'a simulated node' }) };

  test('is never counted as passed', async () => {
    expect(await rowsOf(standard.name, { replies })).toEqual([
      'answers not-possible',
      'account not-possible',
      'peers not-possible',
    ]);
    expect((await run({ replies })).verdict).toBe('incomplete');
  });

  test('does not hide what failed', async () => {
    const code = async () => ['KeepToken: no code'];
    expect((await run({ replies, code })).verdict).toBe('failed');
  });

  test('covers the sight of bootstraps where a release has none', async () => {
    const report = await run({ clients: [standard] });
    expect(report.rows.at(-1)).toMatchObject({ check: 'peers', result: 'not-possible' });
    expect(report.verdict).toBe('incomplete');
  });
});

describe('the smoke test is green', () => {
  test('when every client answers, names its own account and sees a bootstrap', async () => {
    const report = await run({});
    expect(report.verdict).toBe('passed');
    expect(report.rows).toHaveLength(1 + 3 * all.length);
  });

  test('when the role that the others dial is called otherwise than bootstrap', async () => {
    const network = [client('seed-0', 'seed', '1'), client('relay-0', 'relay', '2')];
    expect((await run({ clients: network, bootstrapRole: 'seed' })).verdict).toBe('passed');
    const replies = { 'relay-0': () => says(client('relay-0', 'relay', '2'), []) };
    const rows = await rowsOf('relay-0', { clients: network, bootstrapRole: 'seed', replies });
    expect(rows).toContain('peers failed');
  });

  test('without asking the only bootstrap to see another', async () => {
    const replies = { [first.name]: () => says(first, []) };
    expect(await rowsOf(first.name, { clients: [first, standard], replies })).toEqual([
      'answers passed',
      'account passed',
    ]);
  });

  test('as soon as a client that was late is right', async () => {
    let asked = 0;
    const late = () => (++asked < 3 ? says(standard, []) : says(standard, [first]));
    expect((await run({ replies: { [standard.name]: late }, deadlineMs: 60_000 })).verdict).toBe('passed');
    expect(asked).toBe(3);
  });
});

test('a signal ends the waiting', async () => {
  const controller = new AbortController();
  const running = runSmokeTest({
    release: { clients: [standard], bootstrapRole: 'bootstrap' },
    ports: {
      codeProblems: async () => [],
      diagnostics: async () => {
        controller.abort(new Error('SIGTERM'));
        return { kind: 'no-answer', why: 'later' };
      },
    },
    deadlineMs: 60_000,
    signal: controller.signal,
    log: recordingLog().log,
  });
  await expect(running).rejects.toThrow('SIGTERM');
});

test('the table has one row for each check, and says of the impossible that it was', async () => {
  const report = await run({ replies: { [standard.name]: () => ({ kind: 'not-possible', why: 'a simulated node' }) } });
  const { headings, rows } = smokeTable(report);
  expect(headings).toHaveLength(4);
  expect(rows.at(-1)).toEqual(['keep-client-2', 'sees a bootstrap peer', 'not possible here', 'a simulated node']);
  expect(smokeText(report).split('\n')).toHaveLength(1 + rows.length);
});

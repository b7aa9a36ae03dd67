import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Anvil, type Geth, startAnvil, startCliqueGeth, startGeth } from '../../tools/servers/index.ts';
import { askChain } from '../../tools/servers/json-rpc.ts';
import { poll } from '../../tools/servers/process.ts';

const DEADLINE_MS = 120_000;
const ask = (chain: { rpcUrl: string }, method: string, ...params: unknown[]) =>
  askChain(chain.rpcUrl, method, params, AbortSignal.timeout(DEADLINE_MS));
const blockNumber = async (chain: { rpcUrl: string }) => Number(await ask(chain, 'eth_blockNumber'));
const reaches = (chain: { rpcUrl: string }, block: number) =>
  poll(async () => (await blockNumber(chain)) >= block, AbortSignal.timeout(DEADLINE_MS));

describe.each([
  ['anvil', () => startAnvil({ chainId: 31999 })],
  ['geth', () => startGeth({ chainId: 31999 })],
  ['geth 1.13 with Clique', () => startCliqueGeth({ chainId: 31999 })],
] as const)('%s', (_, start) => {
  let chain: Anvil | Geth;
  beforeAll(async () => {
    chain = await start();
  });
  afterAll(() => chain?.stop());

  test('has the chain id that was asked for', async () => {
    expect(Number(await ask(chain, 'eth_chainId'))).toBe(31999);
  });

  test('mines on an interval, without any transaction', async () => {
    await reaches(chain, (await blockNumber(chain)) + 2);
  });

  test('gives its account ether', async () => {
    expect(BigInt(String(await ask(chain, 'eth_getBalance', chain.accounts[0]?.address, 'latest')))).toBeGreaterThan(
      0n,
    );
  });

  test('answers on its WebSocket', async () => {
    const socket = new WebSocket(chain.wsUrl);
    const answer = await new Promise<string>((resolve, reject) => {
      socket.onopen = () => socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] }));
      socket.onmessage = ({ data }) => resolve(String(data));
      socket.onerror = () => reject(new Error('the connection failed'));
    });
    socket.close();
    expect(JSON.parse(answer)).toMatchObject({ result: `0x${(31999).toString(16)}` });
  });
});

test('an anvil with a state file goes on where it was stopped', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keep-deploy-anvil-'));
  try {
    const options = { stateFile: join(folder, 'state.json'), blockTimeSeconds: 'on-demand' } as const;
    const first = await startAnvil(options);
    await ask(first, 'anvil_mine', '0x7');
    await first.stop();
    const second = await startAnvil(options);
    const block = await blockNumber(second);
    await second.stop();
    expect(block).toBe(7);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

import { describe, expect, test } from '@jest/globals';
import type { Rpc, RpcAnswer, RpcCall } from '../../../../src/contracts/chain/rpc.ts';
import { createRpcChain } from '../../../../src/contracts/chain/rpc-chain.ts';
import { readCodeHashes } from '../../../../src/contracts/sending/code-hashes.ts';
import { type Address, keccak256 } from '../../../../src/values/index.ts';

const withCode = `0x${'1'.repeat(40)}` as Address;
const empty = `0x${'2'.repeat(40)}` as Address;
const hash = keccak256('0x6001');

/** A node that knows code, and answers eth_call as told. */
function node(call: RpcAnswer): Rpc & { readonly seen: RpcCall[] } {
  const seen: RpcCall[] = [];
  return {
    seen,
    batch: async (calls) => {
      seen.push(...calls);
      return calls.map(({ method, params }) =>
        method === 'eth_call' ? call : { result: params[0] === withCode ? '0x6001' : '0x' },
      );
    },
  };
}

const read = (rpc: Rpc, addresses: readonly Address[]) =>
  readCodeHashes(createRpcChain(rpc), addresses, AbortSignal.timeout(60_000));

describe('hashes of codes', () => {
  test.each<[string, RpcAnswer]>([
    ['refuses to run creation code', { error: { code: -32000, message: 'not here', data: undefined } }],
    ['reverts it', { error: { code: 3, message: 'execution reverted', data: '0x' } }],
    ['gives nothing back', { result: '0x' }],
    ['gives back too little', { result: `0x00${hash.slice(2)}` }],
    ['gives back no bytes', { result: null }],
  ])('are made from the codes where the node %s', async (_, answer) => {
    const rpc = node(answer);
    expect([...(await read(rpc, [withCode, empty]))]).toEqual([[withCode, hash]]);
    expect(rpc.seen.map(({ method }) => method)).toEqual(['eth_call', 'eth_getCode', 'eth_getCode']);
  });

  test('are one call for many addresses, each once; where there is no account or no code there is no hash', async () => {
    const account = `0x${'3'.repeat(40)}` as Address;
    const words = [hash, `0x${'0'.repeat(64)}`, keccak256('0x')].map((word) => word.slice(2));
    const rpc = node({ result: `0x00${words.join('')}` });
    expect([...(await read(rpc, [withCode, empty, account, withCode]))]).toEqual([[withCode, hash]]);
    expect(rpc.seen).toHaveLength(1);
  });

  test('of nothing ask nothing, and of a thousand ask twice', async () => {
    const rpc = node({ result: `0x00${hash.slice(2).repeat(500)}` });
    expect((await read(rpc, [])).size).toBe(0);
    expect(rpc.seen).toEqual([]);
    const addresses = Array.from({ length: 1000 }, (_, index) => `0x${String(index).padStart(40, '0')}` as Address);
    expect((await read(rpc, addresses)).size).toBe(1000);
    expect(rpc.seen).toHaveLength(2);
  });
});

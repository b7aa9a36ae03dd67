import { Wallet } from 'ethers';
import { startAnvil } from '../../../tools/servers/index.ts';
import type { BenchSet, BenchStep } from './bench-set.ts';
import { askNode } from './node-question.ts';
import type { TimedProcess } from './timed-process.ts';
import type { RunScene } from './tools.ts';

/** Transactions that may share blocks: nothing in them has to wait for anything else in them. */
export interface SignedLayer {
  readonly transactions: readonly { readonly raw: string; readonly hash: string; readonly gasLimit: number }[];
}

export const blockGasLimit = 36_000_000;

/**
 * The set signed with the gas that a chain of its own has estimated for each step: creations are one layer whatever
 * their depth, calls another, because a call to an address where a creation has failed succeeds. One-shot calls are the
 * last of a set, each a layer.
 */
export async function signLayers(
  set: BenchSet,
  steps: readonly BenchStep[],
  { chainId, privateKey }: { chainId: number; privateKey: string },
): Promise<readonly SignedLayer[]> {
  const anvil = await startAnvil({ chainId, blockTimeSeconds: 'on-demand', gasLimit: blockGasLimit });
  try {
    const wallet = new Wallet(privateKey);
    const signed: SignedLayer['transactions'][number][] = [];
    for (const [nonce, { to, data }] of steps.entries()) {
      const request = { from: wallet.address, data, ...(to !== undefined && { to }) };
      const estimate = Number(await askNode(anvil.rpcUrl, 'eth_estimateGas', [request]));
      const gasLimit = Math.ceil(estimate * 1.02);
      const raw = await wallet.signTransaction({
        type: 2,
        chainId,
        nonce,
        data,
        ...(to !== undefined && { to }),
        gasLimit,
        maxFeePerGas: 10_000_000_000n,
        maxPriorityFeePerGas: 1_000_000_000n,
      });
      const hash = String(await askNode(anvil.rpcUrl, 'eth_sendRawTransaction', [raw]));
      signed.push({ raw, hash, gasLimit });
    }
    const creations = set.contracts.length;
    const [together, alone] = [signed.slice(creations), [] as SignedLayer['transactions'][]];
    for (const { isOneShot } of set.calls.toReversed()) if (isOneShot) alone.unshift(together.splice(-1));
    return [signed.slice(0, creations), together, ...alone]
      .filter((transactions) => transactions.length > 0)
      .map((transactions) => ({ transactions }));
  } finally {
    await anvil.stop();
  }
}

/**
 * The floor, measured: a sender that has everything signed before the clock starts, sends each layer in one batch and asks
 * for the receipt of the layer's last transaction, a question every few milliseconds without waiting for the answer to
 * the one before. It keeps no journal, simulates nothing and proves nothing. A batch is cut where it would not fit a
 * block, and the rest sent as soon as that block is there: what doesn't fit, anvil forgets.
 */
export async function sendIdeally({ layers, rpcUrl, withinMs }: RunScene): Promise<TimedProcess> {
  const startedMs = performance.now();
  const deadline = startedMs + withinMs;
  for (const layer of layers) {
    for (const batch of batchesOf(layer)) {
      await post(
        rpcUrl,
        batch.map(({ raw }) => ({ method: 'eth_sendRawTransaction', params: [raw] })),
      );
      const last = batch.at(-1);
      if (last !== undefined) await waitForReceipt(rpcUrl, last.hash, deadline);
    }
  }
  return { startedMs, ms: performance.now() - startedMs, exitCode: 0, output: '' };
}

function batchesOf({ transactions }: SignedLayer) {
  const batches: SignedLayer['transactions'][number][][] = [[]];
  let gas = 0;
  for (const transaction of transactions) {
    gas += transaction.gasLimit;
    if (gas > blockGasLimit) {
      batches.push([]);
      gas = transaction.gasLimit;
    }
    batches.at(-1)?.push(transaction);
  }
  return batches;
}

const questionEveryMs = 8;

function waitForReceipt(rpcUrl: string, hash: string, deadline: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const ask = async (): Promise<void> => {
      try {
        const [answer] = await post(rpcUrl, [{ method: 'eth_getTransactionReceipt', params: [hash] }]);
        if (answer?.result) end(resolve);
        else if (performance.now() > deadline) throw new Error(`no receipt of ${hash}`);
      } catch (error) {
        end(() => reject(error));
      }
    };
    const timer = setInterval(ask, questionEveryMs);
    void ask();
    const end = (settle: () => void): void => {
      clearInterval(timer);
      settle();
    };
  });
}

async function post(rpcUrl: string, calls: readonly { method: string; params: readonly unknown[] }[]) {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call }))),
  });
  return (await response.json()) as { result?: unknown; error?: { message: string } }[];
}

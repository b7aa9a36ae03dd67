import * as v from 'valibot';
import { RemoteError } from '../../report/index.ts';
import { type Address, type Hex, isHex, parseAddress } from '../../values/index.ts';
import type { CallAnswer, CallRequest, Chain, ChainState, Receipt, SendAnswer } from './chain.ts';
import { callParams, hexQuantity, readCallAnswer } from './eth-call.ts';
import { cleanForeignText } from './foreign-text.ts';
import type { Rpc, RpcAnswer, RpcCall, RpcFailure } from './rpc.ts';

const quantity = v.pipe(v.string(), v.regex(/^0x[0-9a-fA-F]{1,64}$/, 'no quantity'));
const big = v.pipe(
  quantity,
  v.transform((text) => BigInt(text)),
);
const small = v.pipe(
  quantity,
  v.transform((text) => Number(text)),
  v.safeInteger(),
);
const bytes = v.pipe(
  v.string(),
  v.check(isHex, 'no bytes'),
  v.transform((text) => text.toLowerCase() as Hex),
);
const hash = v.pipe(bytes, v.length(66));
const address = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-fA-F]{40}$/),
  v.transform((text) => parseAddress(text.toLowerCase())),
);
const genesis = v.object({ hash });
const timedBlock = v.object({ timestamp: small });
const blockOfTransactions = v.object({ transactions: v.array(v.object({ hash, nonce: small, from: address })) });
const latestBlock = v.object({ number: small, timestamp: small, gasLimit: big, baseFeePerGas: v.nullish(big) });
const receipt = v.nullable(
  v.object({
    transactionHash: hash,
    status: small,
    blockNumber: small,
    blockHash: hash,
    gasUsed: big,
    contractAddress: v.nullish(address),
  }),
);

/** The chain port over JSON-RPC. */
export function createRpcChain(rpc: Rpc): Chain {
  async function observe(deployer: Address, codeAt: readonly Address[], signal: AbortSignal): Promise<ChainState> {
    const reads: readonly RpcCall[] = [
      { method: 'eth_chainId', params: [] },
      { method: 'eth_getBlockByNumber', params: ['0x0', false] },
      { method: 'eth_getBlockByNumber', params: ['latest', false] },
      { method: 'eth_gasPrice', params: [] },
      { method: 'eth_getTransactionCount', params: [deployer, 'latest'] },
      { method: 'eth_getTransactionCount', params: [deployer, 'pending'] },
      { method: 'eth_getBalance', params: [deployer, 'latest'] },
    ];
    const calls = [...reads, ...codeAt.map(codeCall)];
    const answers = await rpc.batch(calls, signal);
    const at = <T>(index: number, schema: v.GenericSchema<unknown, T>): T => readResult(calls, answers, index, schema);
    const block = at(2, latestBlock);
    return {
      identity: { id: at(0, small), genesisHash: at(1, genesis).hash },
      block: { number: block.number, timeSeconds: block.timestamp, gasLimit: block.gasLimit },
      baseFee: block.baseFeePerGas ?? undefined,
      gasPrice: at(3, big),
      nonce: at(4, small),
      pendingNonce: at(5, small),
      balance: at(6, big),
      codes: new Map(codeAt.map((where, index) => [where, at(reads.length + index, bytes)])),
    };
  }

  async function codes(addresses: readonly Address[], signal: AbortSignal): Promise<readonly Hex[]> {
    return readAll(addresses.map(codeCall), bytes, signal);
  }

  async function nonces(addresses: readonly Address[], block: number, signal: AbortSignal): Promise<readonly number[]> {
    const calls = addresses.map((where) => ({
      method: 'eth_getTransactionCount',
      params: [where, hexQuantity(block)],
    }));
    return readAll(calls, small, signal);
  }

  async function progress(deployer: Address, signal: AbortSignal) {
    const calls = [
      { method: 'eth_blockNumber', params: [] },
      { method: 'eth_getTransactionCount', params: [deployer, 'latest'] },
    ];
    const [blockNumber = 0, nonce = 0] = await readAll(calls, small, signal);
    return { blockNumber, nonce };
  }

  async function receipts(hashes: readonly Hex[], signal: AbortSignal): Promise<readonly (Receipt | undefined)[]> {
    const calls = hashes.map((hash) => ({ method: 'eth_getTransactionReceipt', params: [hash] }));
    return (await readAll(calls, receipt, signal)).map((answer) =>
      answer === null
        ? undefined
        : {
            hash: answer.transactionHash,
            isSuccess: answer.status === 1,
            block: answer.blockNumber,
            blockHash: answer.blockHash,
            gasUsed: answer.gasUsed,
            contractAddress: answer.contractAddress ?? undefined,
          },
    );
  }

  async function blockTimes(numbers: readonly number[], signal: AbortSignal): Promise<readonly number[]> {
    const calls = numbers.map((number) => ({ method: 'eth_getBlockByNumber', params: [hexQuantity(number), false] }));
    return (await readAll(calls, timedBlock, signal)).map((block) => block.timestamp);
  }

  async function sentBy(sender: Address, block: number, signal: AbortSignal) {
    const calls = [{ method: 'eth_getBlockByNumber', params: [hexQuantity(block), true] }];
    const [found] = await readAll(calls, blockOfTransactions, signal);
    return (found?.transactions ?? []).filter(({ from }) => from === sender);
  }

  async function send(transactions: readonly Hex[], signal: AbortSignal): Promise<readonly SendAnswer[]> {
    const answers = await rpc.batch(
      transactions.map((raw) => ({ method: 'eth_sendRawTransaction', params: [raw] })),
      signal,
    );
    return answers.map((answer) => ('error' in answer ? classifyRefusal(answer.error) : { kind: 'accepted' }));
  }

  async function call(requests: readonly CallRequest[], signal: AbortSignal): Promise<readonly CallAnswer[]> {
    const answers = await rpc.batch(
      requests.map((request) => ({ method: 'eth_call', params: callParams(request) })),
      signal,
    );
    return answers.map(readCallAnswer);
  }

  async function readAll<T>(
    calls: readonly RpcCall[],
    schema: v.GenericSchema<unknown, T>,
    signal: AbortSignal,
  ): Promise<T[]> {
    if (calls.length === 0) return [];
    const answers = await rpc.batch(calls, signal);
    return calls.map((_, index) => readResult(calls, answers, index, schema));
  }

  return { observe, codes, nonces, progress, receipts, blockTimes, sentBy, send, call };
}

function codeCall(where: Address): RpcCall {
  return { method: 'eth_getCode', params: [where, 'latest'] };
}

function readResult<T>(
  calls: readonly RpcCall[],
  answers: readonly RpcAnswer[],
  index: number,
  schema: v.GenericSchema<unknown, T>,
): T {
  const method = calls[index]?.method ?? '';
  const answer = answers[index];
  if (answer === undefined) throw new RemoteError(`the chain's RPC node gave no answer to ${method}`);
  if ('error' in answer) throw new RemoteError(`the chain's RPC node refused ${method}: ${answer.error.message}`);
  const parsed = v.safeParse(schema, answer.result);
  if (!parsed.success)
    throw new RemoteError(
      `the chain's RPC node answered ${method} with what can't be used: ${cleanForeignText(parsed.issues[0].message)}`,
    );
  return parsed.output;
}

/** Nodes have no codes for these; the words are geth's, and every other node's are like them. */
function classifyRefusal(failure: RpcFailure): SendAnswer {
  const isKnown =
    /already known|known transaction|already imported|already exists|nonce too low|nonce is too low/i.test(
      failure.message,
    );
  return isKnown ? { kind: 'known' } : { kind: 'refused', message: failure.message };
}

import * as v from 'valibot';
import { RemoteError } from '../../report/index.ts';
import { type Address, type Hex, isHex, parseAddress } from '../../values/index.ts';
import type { CallAnswer, CallRequest, Receipt } from './chain.ts';
import { callParams, hexQuantity, readCallAnswer } from './eth-call.ts';
import { cleanForeignText } from './foreign-text.ts';
import type { RpcAnswer, RpcCall } from './rpc.ts';

/** One thing to read from a chain: the request, and how its answer is checked and understood. */
export interface ChainRead<T> extends RpcCall {
  /** @throws RemoteError when the node refused, or answered with what can't be used. */
  parse(answer: RpcAnswer): T;
}

/** A block's number, or the newest one. */
export type BlockReference = number | 'latest' | 'pending' | 'safe' | 'finalized';

export interface BlockHeader {
  readonly number: number;
  readonly hash: Hex;
  /** Since 1970. */
  readonly timeSeconds: number;
  readonly gasLimit: bigint;
  readonly gasUsed: bigint;
  /** Undefined on a chain from before EIP-1559. */
  readonly baseFee: bigint | undefined;
}

export interface SentTransaction {
  readonly nonce: number;
  readonly from: Address;
  readonly data: Hex;
  /** In wei. */
  readonly value: bigint;
  readonly gasLimit: bigint;
}

const quantity = v.pipe(v.string(), v.regex(/^0x[0-9a-fA-F]{1,64}$/, 'no quantity'));
const big = v.pipe(
  quantity,
  v.transform((text) => BigInt(text)),
);
const small = v.pipe(
  quantity,
  v.transform((text) => Number(text)),
  v.safeInteger('a number of 2^53 or more'),
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
const header = v.pipe(
  v.object({ number: small, hash, timestamp: small, gasLimit: big, gasUsed: big, baseFeePerGas: v.nullish(big) }),
  v.transform(
    ({ timestamp, baseFeePerGas, ...rest }): BlockHeader => ({
      ...rest,
      timeSeconds: timestamp,
      baseFee: baseFeePerGas ?? undefined,
    }),
  ),
);
const sentInBlock = v.pipe(
  v.object({ transactions: v.array(v.object({ hash, nonce: small, from: address })) }),
  v.transform(({ transactions }) => transactions),
);
const sentTransaction = v.pipe(
  v.nullable(v.object({ nonce: small, from: address, input: bytes, value: big, gas: big })),
  v.transform((answer): SentTransaction | undefined => {
    if (answer === null) return undefined;
    const { input, gas, ...rest } = answer;
    return { ...rest, data: input, gasLimit: gas };
  }),
);
const receipt = v.pipe(
  v.nullable(
    v.object({
      transactionHash: hash,
      status: small,
      blockNumber: small,
      blockHash: hash,
      gasUsed: big,
      effectiveGasPrice: v.nullish(big),
      contractAddress: v.nullish(address),
    }),
  ),
  v.transform((answer): Receipt | undefined =>
    answer === null
      ? undefined
      : {
          hash: answer.transactionHash,
          isSuccess: answer.status === 1,
          block: answer.blockNumber,
          blockHash: answer.blockHash,
          gasUsed: answer.gasUsed,
          gasPrice: answer.effectiveGasPrice ?? undefined,
          contractAddress: answer.contractAddress ?? undefined,
        },
  ),
);

export const chainId = (): ChainRead<number> => reading('eth_chainId', [], small);
export const blockNumber = (): ChainRead<number> => reading('eth_blockNumber', [], small);
export const gasPrice = (): ChainRead<bigint> => reading('eth_gasPrice', [], big);

/** Of a block that the chain has. */
export function blockHeader(block: BlockReference): ChainRead<BlockHeader> {
  return reading('eth_getBlockByNumber', [reference(block), false], header);
}

/** Undefined when the chain does not have the block. */
export function blockHeaderIfThere(block: BlockReference): ChainRead<BlockHeader | undefined> {
  const schema = v.pipe(
    v.nullable(header),
    v.transform((answer) => answer ?? undefined),
  );
  return reading('eth_getBlockByNumber', [reference(block), false], schema);
}

/** How many transactions an account has sent; of a contract: how many it has created, plus one. */
export function transactionCount(account: Address, block: BlockReference): ChainRead<number> {
  return reading('eth_getTransactionCount', [account, reference(block)], small);
}

/** In wei. */
export function balanceOf(account: Address, block: BlockReference = 'latest'): ChainRead<bigint> {
  return reading('eth_getBalance', [account, reference(block)], big);
}

/** Runtime code now; `0x` where there is none. */
export function codeAt(where: Address): ChainRead<Hex> {
  return reading('eth_getCode', [where, 'latest'], bytes);
}

/** Undefined while the transaction is not mined, as far as this node knows. */
export function receiptOf(transaction: Hex): ChainRead<Receipt | undefined> {
  const read = reading('eth_getTransactionReceipt', [transaction], receipt);
  // geth says so, right after its start, of every transaction that it has not found yet.
  const isNotFoundYet = (answer: RpcAnswer) =>
    'error' in answer && /indexing is in progress/i.test(answer.error.message);
  return { ...read, parse: (answer) => (isNotFoundYet(answer) ? undefined : read.parse(answer)) };
}

/** What a transaction was sent with; undefined when the node doesn't have it. */
export function transactionOf(transaction: Hex): ChainRead<SentTransaction | undefined> {
  return reading('eth_getTransactionByHash', [transaction], sentTransaction);
}

/** Every transaction of a block, with who sent it. */
export function transactionsIn(
  block: number,
): ChainRead<readonly { readonly hash: Hex; readonly nonce: number; readonly from: Address }[]> {
  return reading('eth_getBlockByNumber', [reference(block), true], sentInBlock);
}

/** Runs code without a transaction. */
export function callOf(request: CallRequest): ChainRead<CallAnswer> {
  return { method: 'eth_call', params: callParams(request), parse: readCallAnswer };
}

/** For what a node may have forgotten, such as the state of an old block: undefined where it refuses. */
export function ifTold<T>(read: ChainRead<T>): ChainRead<T | undefined> {
  return { ...read, parse: (answer) => ('error' in answer ? undefined : read.parse(answer)) };
}

function reference(block: BlockReference): string {
  return typeof block === 'number' ? hexQuantity(block) : block;
}

function reading<T>(method: string, params: readonly unknown[], schema: v.GenericSchema<unknown, T>): ChainRead<T> {
  return {
    method,
    params,
    parse(answer) {
      if ('error' in answer) throw new RemoteError(`the chain's RPC node refused ${method}: ${answer.error.message}`);
      const parsed = v.safeParse(schema, answer.result);
      if (parsed.success) return parsed.output;
      throw new RemoteError(
        `the chain's RPC node answered ${method} with what can't be used: ${cleanForeignText(parsed.issues[0].message)}`,
      );
    },
  };
}

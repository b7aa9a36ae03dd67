import { type Hex, isHex } from '../../values/index.ts';
import type { CallAnswer, CallRequest } from './chain.ts';
import type { RpcAnswer, RpcFailure } from './rpc.ts';

/** The parameters of eth_call: overrides stand in the third and fourth place, and only when there are some. */
export function callParams(request: CallRequest): readonly unknown[] {
  const transaction = {
    from: request.from,
    ...(request.to === undefined ? {} : { to: request.to }),
    data: request.data,
    ...(request.value === undefined || request.value === 0n ? {} : { value: hexQuantity(request.value) }),
    ...(request.gas === undefined ? {} : { gas: hexQuantity(request.gas) }),
    ...(request.gasPrice === undefined ? {} : { gasPrice: hexQuantity(request.gasPrice) }),
  };
  const block = request.block === undefined ? 'latest' : hexQuantity(request.block);
  if (request.accounts === undefined && request.blockOverride === undefined) return [transaction, block];
  const accounts = Object.fromEntries(
    [...(request.accounts ?? [])].map(([where, account]) => [
      where,
      {
        ...(account.balance === undefined ? {} : { balance: hexQuantity(account.balance) }),
        ...(account.nonce === undefined ? {} : { nonce: hexQuantity(account.nonce) }),
        ...(account.code === undefined ? {} : { code: account.code }),
        ...(account.isStorageEmpty === true ? { state: {} } : {}),
      },
    ]),
  );
  if (request.blockOverride === undefined) return [transaction, block, accounts];
  const { number, timeSeconds } = request.blockOverride;
  const time = timeSeconds === undefined ? {} : { time: hexQuantity(timeSeconds) };
  return [transaction, block, accounts, { number: hexQuantity(number), ...time }];
}

/** Tells an output from a revert, and both from a node that could not run it. */
export function readCallAnswer(answer: RpcAnswer): CallAnswer {
  if ('error' in answer) {
    const data = readRevert(answer.error);
    return data === undefined
      ? { kind: 'failed', message: answer.error.message }
      : { kind: 'revert', data, message: answer.error.message };
  }
  const { result } = answer;
  if (typeof result !== 'string' || !isHex(result)) return { kind: 'failed', message: 'the answer is no bytes' };
  return { kind: 'output', data: result.toLowerCase() as Hex };
}

/** What code gave when it reverted; undefined when the node could not run it. */
export function readRevert(failure: RpcFailure): Hex | undefined {
  const data = revertData(failure);
  const isRevert = data !== undefined || failure.code === 3 || /revert/i.test(failure.message);
  return isRevert ? (data ?? '0x') : undefined;
}

function revertData({ data }: RpcFailure): Hex | undefined {
  if (typeof data === 'string' && isHex(data)) return data;
  if (typeof data === 'object' && data !== null && 'data' in data && typeof data.data === 'string' && isHex(data.data))
    return data.data;
  return undefined;
}

export function hexQuantity(value: bigint | number): string {
  return `0x${value.toString(16)}`;
}

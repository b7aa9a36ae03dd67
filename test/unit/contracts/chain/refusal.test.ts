import { describe, expect, test } from '@jest/globals';
import { classifyRefusal, type Verdict } from '../../../../src/contracts/chain/refusal.ts';

const words: Readonly<Record<Verdict, readonly string[]>> = {
  known: [
    'already known',
    'known transaction: 0x12',
    'transaction already imported',
    'nonce too low: next nonce 5, tx nonce 4',
    'OldNonce, Current nonce: 5, nonce of rejected tx: 4',
  ],
  variant: ['replacement transaction underpriced', 'could not replace existing tx', 'already has a higher nonce tx'],
  fee: [
    'transaction underpriced: gas tip cap 0, minimum needed 1',
    'max fee per gas less than block base fee: address 0x12, maxFeePerGas: 1, baseFee: 7',
    'FeeTooLow, MaxFeePerGas too low',
    'Gas price below configured minimum gas price',
  ],
  pool: [
    'txpool is full',
    'account limit exceeded: pooled 64',
    'nonce too high: address 0x12, tx: 9 state: 3',
    'gapped-nonce tx from delegated accounts',
    'in-flight transaction limit reached for delegated accounts',
    'future transaction tries to replace pending',
    'queued sub-pool is full',
  ],
  final: [
    'insufficient funds for gas * price + value: balance 5, tx cost 9, overshot 4',
    'Insufficient funds for gas * price + value',
    'InsufficientFunds, Account balance: 5, cumulative cost: 9',
    'Upfront cost exceeds account balance',
    'intrinsic gas too low: gas 1, minimum needed 53000',
    'intrinsic gas too high -- tx.gas_limit > env.block.gas_limit',
    'Intrinsic gas exceeds gas limit',
    'insufficient gas for floor data gas cost: gas 21000, minimum needed 40000',
    'gas uint64 overflow',
    'exceeds block gas limit',
    'Transaction gas limit exceeds block gas limit',
    'transaction gas limit too high (cap: 16777216, tx: 20000000)',
    'GasLimitExceeded, Gas limit: 1, gas limit of rejected tx: 2',
    'max initcode size exceeded: code size 50000 limit 49152',
    'oversized data: transaction size 200000, limit 131072',
    'invalid sender',
    'invalid chain id for signer: have 1 want 2',
    'Wrong chainId',
    'Incompatible EIP-155 transaction, signed for another chain',
    'invalid signature values',
    'only replay-protected (EIP-155) transactions allowed over RPC',
    'sender not an eoa: address 0x12, codehash: 0x34',
    'transaction type not supported',
    'max priority fee per gas higher than max fee per gas',
    'tx fee (1.20 ether) exceeds the configured cap (1.00 ether)',
    'Failed to decode signed transaction',
  ],
  unable: [
    'the method eth_sendRawTransaction does not exist/is not available',
    'Unsupported method: eth_sendRawTransaction',
    'eth_sendRawTransaction is not allowed here',
    'this is a read-only node',
    'Method disabled',
  ],
  unclear: [
    'internal error',
    'Internal JSON-RPC error.',
    'request timed out',
    'timeout exceeded',
    'service temporarily unavailable',
    'the method eth_sendRawTransaction is not available temporarily',
    'nonce gap',
    'upstream connect error',
    'etwas Unbekanntes',
    '',
  ],
};

describe('what a node says of a transaction that it does not take', () => {
  test.each(
    (Object.entries(words) as [Verdict, readonly string[]][]).flatMap(([verdict, list]) =>
      list.map((message) => [message, verdict] as const),
    ),
  )('“%s” is %s', (message, verdict) => {
    expect(classifyRefusal({ code: -32000, message })).toBe(verdict);
  });

  test.each([-32601, -32004])('code %d says without words that it takes none', (code) => {
    expect(classifyRefusal({ code, message: 'an error without a message' })).toBe('unable');
  });

  test.each([-32603, -32005, -32003, 0])('code %d says nothing', (code) => {
    expect(classifyRefusal({ code, message: 'an error without a message' })).toBe('unclear');
  });
});

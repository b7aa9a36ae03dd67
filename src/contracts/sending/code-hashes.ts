import { type Address, type Hex, keccak256 } from '../../values/index.ts';
import type { Chain } from '../chain/chain.ts';
import { type ChainRead, callOf, codeAt } from '../chain/reads.ts';
import { createAssembler } from '../simulation/assembler.ts';

/** What EXTCODEHASH says of an account without code; it says 0 of no account at all. */
const noCode = keccak256('0x');
const noAccount = `0x${'0'.repeat(64)}`;

/** One call gives this many: what it gives is bounded like the code of a contract. */
const mostAtOnce = 500;

/**
 * The hash of the code at each address now, in one eth_call whatever their number: getting each code costs a request and
 * up to 48 kB, and hashing it here takes longer than all the rest of an unchanged run. Undefined where there is no code.
 */
export async function readCodeHashes(
  chain: Chain,
  addresses: readonly Address[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Address, Hex>> {
  const wanted = [...new Set(addresses)];
  const answers = await chain.read(codeHashReads(wanted), signal);
  const hashes = answers.every((answer) => answer !== undefined)
    ? answers.flat()
    : (await chain.read(wanted.map(codeAt), signal)).map(hashOf);
  return new Map(wanted.flatMap((address, index) => entry(address, hashes[index])));
}

/** The same as a part of a larger batch: the answers together give the hashes, in the order of the addresses. */
export function codeHashReads(addresses: readonly Address[]): readonly ReturnType<typeof codeHashesAt>[] {
  return Array.from({ length: Math.ceil(addresses.length / mostAtOnce) }, (_, part) =>
    codeHashesAt(addresses.slice(part * mostAtOnce, (part + 1) * mostAtOnce)),
  );
}

/**
 * Creation code that looks at the accounts and returns what it saw as if it were the new contract's code. Undefined when
 * the node can't run it.
 */
function codeHashesAt(addresses: readonly Address[]): ChainRead<readonly (Hex | undefined)[] | undefined> {
  const data = `${reader}${addresses.map((address) => address.slice(2).toLowerCase()).join('')}` as Hex;
  const { method, params, parse } = callOf({ from: nobody, data });
  return {
    method,
    params,
    parse(answer) {
      const outcome = parse(answer);
      // A first byte of zero stands before the hashes.
      if (outcome.kind !== 'output' || outcome.data.length !== 2 + 2 + addresses.length * 64) return undefined;
      return addresses.map((_, index): Hex | undefined => {
        const hash = `0x${outcome.data.slice(4 + index * 64, 4 + index * 64 + 64)}` as Hex;
        return hash === noCode || hash === noAccount ? undefined : hash;
      });
    },
  };
}

/** The hash of a code, undefined for none. */
export function hashOf(code: Hex): Hex | undefined {
  return code === '0x' ? undefined : keccak256(code);
}

const nobody = `0x${'0'.repeat(40)}` as Address;
const reader = readerCode();

function readerCode(): Hex {
  // Its own length, where the addresses begin, is only known when it is written: one more pass.
  const { length } = assembleReader(0);
  return assembleReader(length / 2 - 1);
}

/** On the stack: where the next address stands in the code, and where its hash goes in memory. */
function assembleReader(firstAddress: number): Hex {
  const { emit, label, jumpTo, jumpIfTo, assemble } = createAssembler();
  emit(firstAddress, 32);
  label('next');
  emit('CODESIZE', 'DUP3', 'LT', 'ISZERO');
  jumpIfTo('end');
  // The address is laid over the last 20 bytes of the first word.
  emit(20, 'DUP3', 12, 'CODECOPY', 0, 'MLOAD', 'EXTCODEHASH', 'DUP2', 'MSTORE');
  emit(32, 'ADD', 'SWAP1', 20, 'ADD', 'SWAP1');
  jumpTo('next');
  label('end');
  // Code may not begin with 0xef (EIP-3541), a hash may: the last byte of the first word, zero again, goes before them.
  emit(0, 'DUP1', 'MSTORE', 31, 'DUP1', 'DUP3', 'SUB', 'SWAP1', 'RETURN');
  return assemble();
}

function entry(address: Address, hash: Hex | undefined): [Address, Hex][] {
  return hash === undefined ? [] : [[address, hash]];
}

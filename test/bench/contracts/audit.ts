import { getCreateAddress } from 'ethers';
import { addressIn, type BenchContract, type BenchSet, callInput, creationInput, linked } from './bench-set.ts';
import { askNode } from './node-question.ts';

/** What the chain says of a run; it alone decides whether the run's time counts. */
export interface Verdict {
  readonly blocks: number;
  readonly gas: number;
  /** Empty when there is exactly what was wanted. */
  readonly faults: readonly string[];
}

interface Deed {
  readonly nonce: number;
  readonly block: number;
  readonly to: string | null;
  readonly input: string;
  readonly isSuccess: boolean;
  readonly gasUsed: number;
}

/**
 * Reads every block: all transactions of the deployer must be exactly the set's creations and calls, each once, each
 * successful, with arguments and libraries that name this chain's own addresses, and the code must be the artifact's.
 */
export async function auditChain(rpcUrl: string, set: BenchSet, deployer: string): Promise<Verdict> {
  const deeds = await deedsOf(rpcUrl, deployer);
  const faults: string[] = deeds.filter(({ isSuccess }) => !isSuccess).map(({ nonce }) => `nonce ${nonce} failed`);
  const addresses = new Map<string, string>();
  const addressOf = addressIn(addresses);
  const missing = new Set<BenchContract>(set.contracts);
  for (const { nonce, to, input } of deeds) {
    if (to !== null) continue;
    const found = [...missing].find((contract) => isCreationOf(contract, input));
    if (found === undefined) faults.push(`nonce ${nonce} creates what the set doesn't have, or a second time`);
    else {
      missing.delete(found);
      addresses.set(found.name, getCreateAddress({ from: deployer, nonce }).toLowerCase());
    }
  }
  for (const { name } of missing) faults.push(`${name} is missing`);
  for (const [name, address] of addresses) {
    const contract = set.contracts.find((one) => one.name === name);
    const code = String(await askNode(rpcUrl, 'eth_getCode', [address, 'latest']));
    if (contract !== undefined && !isCodeOf(linked(contract, contract.artifact.deployedCode, addressOf), code.slice(2)))
      faults.push(`${name} at ${address} has other code than its artifact`);
  }
  const calls = deeds.filter(({ to }) => to !== null).map(({ to, input }) => `${to} ${input}`);
  const wanted =
    missing.size > 0
      ? []
      : set.calls.map((call) => `${addressOf(call.contract)} ${callInput(set, call, addressOf, deployer)}`);
  for (const call of wanted) if (!takeOut(calls, call)) faults.push(`a call is missing: ${call.slice(0, 60)}…`);
  for (const call of calls) faults.push(`a call that the set doesn't have: ${call.slice(0, 60)}…`);
  const blocks = deeds.map(({ block }) => block);
  return {
    blocks: deeds.length === 0 ? 0 : Math.max(...blocks) - Math.min(...blocks) + 1,
    gas: deeds.reduce((sum, { gasUsed }) => sum + gasUsed, 0),
    faults,
  };

  /** Creations come in an order in which what they name has its address already. */
  function isCreationOf(contract: BenchContract, input: string): boolean {
    try {
      return creationInput(set, contract, addressOf, deployer) === input;
    } catch {
      return false;
    }
  }
}

async function deedsOf(rpcUrl: string, deployer: string): Promise<readonly Deed[]> {
  const deeds: Deed[] = [];
  const last = Number(await askNode(rpcUrl, 'eth_blockNumber', []));
  for (let block = 1; block <= last; block++) {
    const found = (await askNode(rpcUrl, 'eth_getBlockByNumber', [`0x${block.toString(16)}`, true])) as {
      transactions: { hash: string; from: string; nonce: string; to: string | null; input: string }[];
    };
    for (const { hash, from, nonce, to, input } of found.transactions) {
      if (from.toLowerCase() !== deployer.toLowerCase()) continue;
      const receipt = (await askNode(rpcUrl, 'eth_getTransactionReceipt', [hash])) as {
        status: string;
        gasUsed: string;
      };
      deeds.push({
        nonce: Number(nonce),
        block,
        to,
        input,
        isSuccess: receipt.status === '0x1',
        gasUsed: Number(receipt.gasUsed),
      });
    }
  }
  return deeds.sort((a, b) => a.nonce - b.nonce);
}

/**
 * Equal, except where the artifact has at least twenty zero bytes, which the constructor may fill in: immutables, and the
 * address by which a library knows that it is called directly.
 */
function isCodeOf(artifact: string, code: string): boolean {
  if (code === '' || code.length !== artifact.length) return false;
  const blanked = [...artifact.matchAll(/(?:00){20,}/g)].reduce(
    (text, { index, 0: zeros }) => text.slice(0, index) + zeros + text.slice(index + zeros.length),
    code,
  );
  return blanked === artifact;
}

function takeOut<T>(list: T[], item: T): boolean {
  const index = list.indexOf(item);
  if (index !== -1) list.splice(index, 1);
  return index !== -1;
}

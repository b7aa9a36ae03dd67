import type { ChainState } from '../chain/chain.ts';
import { ifTold, receiptOf, transactionOf } from '../chain/reads.ts';
import type { RecordedContract } from '../journal/record.ts';
import { sameCode } from '../plan/known-code.ts';
import type { KnownContract } from '../plan/plan-step.ts';
import { fingerprintAt } from '../set/creation.ts';
import { creationHashOf } from '../set/fingerprint.ts';
import type { PreparedContract, PreparedSet } from '../set/prepared-set.ts';
import { createAddress } from '../transaction/create-address.ts';
import type { ChainWait } from './chain-wait.ts';
import { proveAll, type ToProve } from './prove-mined.ts';

/**
 * What is known of the recorded contracts now. Code that was never proved, and that the set doesn't allow to be used all the
 * same, is proved again: another node, or an artifact that tells more, may be able to by now.
 */
export async function proveKeptAgain(
  wait: ChainWait,
  set: PreparedSet,
  recorded: readonly RecordedContract[],
  state: ChainState,
): Promise<readonly KnownContract[]> {
  const known = recorded.map((contract) => sameCode(contract, state));
  const wanted = known.filter((one) => one.code === 'recorded' && isToProve(set, one.recorded));
  if (wanted.length === 0) return known;
  const blocks = new Set(wanted.map((one) => one.recorded.block));
  // A block is run again as a whole, because what stands later in it may build on what is earlier.
  const creations = await readCreations(
    wait,
    recorded.filter(({ block }) => blocks.has(block)),
  );
  const proofs = new Map((await proveAll(wait, set, creations)).map((proof) => [proof.address, proof]));
  return known.map((one) => {
    if (!wanted.includes(one)) return one;
    const { name, address, transaction } = one.recorded;
    const { verdict, codeHash, method, detail } = proofs.get(address) ?? {
      verdict: 'unproved' as const,
      detail: `the node doesn't have the transaction ${transaction} that created it`,
    };
    const title = `${name} at ${address}, of which the record says that its code is not proved`;
    if (verdict === 'exact' || verdict === 'metadata-differs') {
      wait.log.info(`${title}: it is now (${verdict})`);
      return {
        ...one,
        recorded: { ...one.recorded, proof: verdict, ...(codeHash && { codeHash }), ...(method && { method }) },
      };
    }
    wait.log.warning(`${title}: ${verdict === 'different' ? 'it is different' : 'it still is not'}: ${detail}`);
    return verdict === 'different' ? { ...one, code: codeHash === undefined ? 'none' : 'other' } : one;
  });
}

/** Only what would be kept: of a contract that is wanted otherwise, nothing can be told from its new artifact. */
function isToProve({ contracts }: PreparedSet, { name, proof, ...recorded }: RecordedContract): boolean {
  if (proof !== 'unproved') return false;
  const isIt = (contract: PreparedContract): boolean => contract.name === name || contract.was === name;
  const contract = contracts.find(isIt);
  if (contract === undefined || contract.allowsUnproved) return false;
  const { libraries, arguments: values, value, fingerprint } = recorded;
  return fingerprintAt(contract, libraries, values, BigInt(value)) === fingerprint;
}

/** As they were sent, as far as the node has them and they are what the record says. */
async function readCreations(
  { chain, deployer, signal }: ChainWait,
  recorded: readonly RecordedContract[],
): Promise<readonly ToProve[]> {
  const [transactions, receipts] = await Promise.all([
    chain.read(
      recorded.map(({ transaction }) => ifTold(transactionOf(transaction))),
      signal,
    ),
    chain.read(
      recorded.map(({ transaction }) => ifTold(receiptOf(transaction))),
      signal,
    ),
  ]);
  return recorded.flatMap(({ name, address, libraries, creationHash }, index) => {
    const [sent, receipt] = [transactions[index], receipts[index]];
    if (sent === undefined || receipt === undefined) return [];
    const { nonce, data, value, gasLimit } = sent;
    if (createAddress(deployer, nonce) !== address || creationHashOf(data, value) !== creationHash) return [];
    const { block, gasPrice } = receipt;
    return [{ contract: name, address, nonce, data, value, gasLimit, block, gasPrice, libraries }];
  });
}

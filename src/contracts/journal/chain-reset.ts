import { counted, RemoteError } from '../../report/index.ts';
import type { Address, Hex } from '../../values/index.ts';
import { readBelieved } from '../chain/believe-miss.ts';
import type { ChainState } from '../chain/chain.ts';
import { blockHeaderIfThere, transactionCount } from '../chain/reads.ts';
import type { MigrationInput } from '../migration.ts';
import { PlanAgain } from '../plan/plan-again.ts';
import { requireRightChain } from '../plan/preflight.ts';
import type { ChainWait } from '../sending/chain-wait.ts';
import { describeWrongChain } from '../sending/check-code.ts';
import type { Ledger } from '../sending/ledger.ts';
import type { ContractRecord } from './record.ts';

/**
 * Holds the chain against what the journal has proved final. A chain that was reset is never taken for one that lost some
 * contracts: everything would be created again, and calls that were done be taken as done.
 * @returns whether a new chain begins, because the user says so.
 * @throws RemoteError when the chain was reset. PlanAgain when only the first answers were stale.
 */
export async function requireSameChain(
  wait: ChainWait,
  state: ChainState,
  believedCode: () => Promise<ReadonlyMap<Address, Hex>>,
  ledger: Ledger,
  record: ContractRecord | undefined,
  { settings, options, log }: Pick<MigrationInput, 'settings' | 'options' | 'log'>,
): Promise<boolean> {
  const isOfOther = record !== undefined && describeWrongChain(state.identity, record.chain) !== undefined;
  // A record of the chain that was there before says nothing once the journal has opened a new one.
  if (isOfOther && ledger.isRecordVoid) return false;
  if (!isOfOther || options?.newChain !== true) requireRightChain(state, settings, record);
  const why = isOfOther
    ? `the contract record is of another chain`
    : await describeReset(wait, state, believedCode, ledger, ledger.isRecordVoid ? undefined : record);
  if (why === undefined) {
    if (options?.newChain === true && !ledger.isRecordVoid) {
      log.info('The input new-chain changes nothing: the chain is the one that the journal knows');
    }
    return false;
  }
  if (options?.newChain === true) {
    log.warning(`A new chain begins (new-chain): ${why}. What is recorded of the chain before counts no more`);
    return true;
  }
  throw new RemoteError(
    `${why}: the chain was reset, or it is still being reorganised. Nothing is sent. When it was reset on purpose, set the input new-chain: everything is then created anew; otherwise run again later`,
  );
}

async function describeReset(
  wait: ChainWait,
  { nonce }: ChainState,
  believedCode: () => Promise<ReadonlyMap<Address, Hex>>,
  { usedNonces, finalBlock }: Ledger,
  record: ContractRecord | undefined,
): Promise<string | undefined> {
  if (nonce < usedNonces) {
    const [count = 0] = await readBelieved(
      wait,
      [transactionCount(wait.deployer, 'latest')],
      (seen) => seen < usedNonces,
      undefined,
      [nonce],
    );
    if (count >= usedNonces) throw new PlanAgain("the node's first answers were stale");
    return `the deployer has sent ${counted(count, 'transaction')}, but the journal has proved ${usedNonces} of them final`;
  }
  if (record === undefined || finalBlock === undefined) return undefined;
  const codeHashes = await believedCode();
  // With all recorded code in place, another final block means that the same transactions are in other blocks now.
  const isCodeGone = record.contracts.some(({ address, codeHash }) => codeHashes.get(address) !== codeHash);
  if (!isCodeGone) return undefined;
  const [header] = await readBelieved(
    wait,
    [blockHeaderIfThere(finalBlock.number)],
    (seen) => seen?.hash !== finalBlock.hash,
  );
  if (header?.hash === finalBlock.hash) return undefined;
  return `block ${finalBlock.number} was final and is ${header === undefined ? 'gone' : 'another one now'}`;
}

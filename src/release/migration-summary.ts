import {
  type ContractRecord,
  formatEther,
  type MigrationResult,
  type PreparedSet,
  planGraph,
  type Step,
} from '../contracts/index.ts';
import type { Environment } from '../environment/index.ts';
import { counted, type SummaryRow, type SummarySection } from '../report/index.ts';
import type { DroppedPart } from './dropped-parts.ts';
import { linkTo } from './explorer-link.ts';

/** What a migration did (in a plan: would do), for the summary of the run: contracts before and after, why, and what it cost. */
export function migrationSection(
  environment: Environment<'chain'>,
  set: PreparedSet,
  result: MigrationResult,
  dropped: readonly DroppedPart[],
): SummarySection {
  const { plan, record, changed } = result;
  // The same call can be wanted twice, and each has a transaction of its own.
  const transactions = Map.groupBy(
    [
      ...record.contracts.map(({ address, transaction }) => ({ key: address as string, transaction })),
      ...record.calls.map(({ target, calldata, value, transaction }) => ({
        key: `${target} ${calldata} ${value}`,
        transaction,
      })),
    ],
    ({ key }) => key,
  );
  const transactionOf = (step: Step): string => transactions.get(keyOf(step))?.shift()?.transaction ?? '';
  const isSent = result.openJournal !== undefined;
  const doubts = new Map(record.contracts.map(({ address, proof }) => [address, doubtOf[proof]]));
  const row = (step: Step): SummaryRow => {
    // What an unfinished run has created is kept, and new to the record.
    const isNew = step.kind === 'keep' && step.source === 'journal';
    const isChange = step.kind === 'create' || step.kind === 'call' || isNew;
    const isContract = step.kind === 'create' || step.kind === 'keep';
    const before = step.kind === 'create' ? step.replaces : step.kind === 'keep' ? step.before : undefined;
    const doubt = isContract ? doubts.get(step.address) : undefined;
    const title = isContract ? step.contract : step.title;
    const transaction = transactionOf(step);
    return {
      severity: doubt !== undefined ? 'warned' : isChange ? 'changed' : 'unchanged',
      cells: [
        step.kind,
        title,
        before === undefined ? '' : linkTo(environment, 'address', before),
        isContract ? linkTo(environment, 'address', step.address) : '',
        isChange && isSent && transaction !== '' ? linkTo(environment, 'tx', transaction) : '',
        doubt === undefined ? step.reason : `${step.reason}; ${doubt}`,
      ],
    };
  };
  return {
    title: `Contracts of ${environment.name}`,
    severity: changed ? 'changed' : 'unchanged',
    text: costText(result),
    columns: ['step', 'contract', 'before', 'after', 'transaction', 'why'],
    rows: [
      ...plan.steps.map(row),
      ...dropped.map(({ what, address, reason }) => ({
        severity: 'changed' as const,
        cells: ['drop', what, linkTo(environment, 'address', address), '', '', reason],
      })),
    ],
    ...(changed && { mermaid: planGraph(set, plan) }),
  };
}

/** What is less than a proof of every byte, and used all the same. */
const doubtOf: Readonly<Record<ContractRecord['contracts'][number]['proof'], string | undefined>> = {
  exact: undefined,
  predicted: undefined,
  'metadata-differs': 'only the metadata of its code is other than what was created',
  unproved: 'its code is not proved (allow-unproved)',
};

/** What finds a step in the record. */
function keyOf(step: Step): string {
  switch (step.kind) {
    case 'create':
    case 'keep':
      return step.address;
    case 'call':
      return `${step.target} ${step.calldata} ${step.value}`;
    case 'skip':
      return `${step.known.target} ${step.known.calldata} ${step.known.value}`;
  }
}

function costText({ plan, counts, gasUsed, cost, blocks, forecast }: MigrationResult): string {
  const name = `plan ${plan.digest}`;
  if (counts.transactions > 0) {
    return `${name}: ${counted(counts.transactions, 'transaction')} in ${counted(blocks, 'block')} used ${gasUsed} gas and cost ${formatEther(cost)}`;
  }
  if (forecast === undefined) return `${name}: nothing to send`;
  return `${name}: ${forecast.gas} gas, at most ${formatEther(forecast.worstCost)}`;
}

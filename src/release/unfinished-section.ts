import { type BrokenOff, type Fate, formatEther } from '../contracts/index.ts';
import type { Environment } from '../environment/index.ts';
import { counted, type Severity, type SummarySection } from '../report/index.ts';
import { linkTo } from './explorer-link.ts';
import type { UnfinishedMigration } from './unfinished-migration.ts';

export function knownOf({ plan, steps, transactions, gasUsed, cost, blocks }: BrokenOff): UnfinishedMigration {
  const count = (kinds: readonly string[], fate: Fate['kind']): number =>
    steps.filter((item) => kinds.includes(item.step.kind) && item.fate.kind === fate).length;
  return {
    changed: true,
    counts: {
      deployed: count(['create', 'keep'], 'mined'),
      kept: count(['keep'], 'as-before'),
      called: count(['call', 'skip'], 'mined'),
      skipped: count(['skip'], 'as-before'),
      transactions,
    },
    gas: gasUsed,
    cost,
    blocks,
    plan: plan.digest,
  };
}

/** What a run that failed, or was stopped, had done: it is on the chain, and it is paid. */
export function unfinishedSection(environment: Environment<'chain'>, known: BrokenOff): SummarySection {
  const { plan, steps, transactions, gasUsed, cost, blocks } = known;
  const mined = steps.filter(({ fate }) => 'transaction' in fate).length;
  return {
    title: `Contracts of ${environment.name}: not finished`,
    severity: 'failed',
    text: `plan ${plan.digest}: ${counted(transactions, 'transaction')} signed, ${mined} of them mined in ${counted(blocks, 'block')}, with ${gasUsed} gas for ${formatEther(cost)}. No record is written yet; the next run goes on from here`,
    columns: ['step', 'contract', 'address', 'transaction', 'cost', 'what became of it'],
    rows: steps.map(({ step, fate }) => {
      const isContract = step.kind === 'create' || step.kind === 'keep';
      return {
        severity: severities[fate.kind],
        cells: [
          step.kind,
          isContract ? step.contract : step.title,
          isContract ? linkTo(environment, 'address', step.address) : '',
          'transaction' in fate ? linkTo(environment, 'tx', fate.transaction) : '',
          'cost' in fate && fate.cost !== undefined ? formatEther(fate.cost) : '',
          'block' in fate ? `${words[fate.kind]} in block ${fate.block}` : words[fate.kind],
        ],
      };
    }),
  };
}

const severities: Readonly<Record<Fate['kind'], Severity>> = {
  reverted: 'failed',
  signed: 'warned',
  mined: 'changed',
  'not-sent': 'unchanged',
  'as-before': 'unchanged',
};

const words: Readonly<Record<Fate['kind'], string>> = {
  reverted: 'reverted',
  signed: 'signed; whether it is mined was not seen any more',
  mined: 'mined',
  'not-sent': 'not sent',
  'as-before': 'as before',
};

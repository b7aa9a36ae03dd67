import type { LoggedTransaction } from '../journal/journal-entry.ts';

/** A logged transaction, for a person. */
export function describeStep({ step }: Pick<LoggedTransaction, 'step'>): string {
  switch (step.kind) {
    case 'create':
      return `the creation of ${step.contract}`;
    case 'call':
      return `the call ${step.contract}.${step.function}`;
    case 'burn':
      return `the burn of the nonce of ${step.instead}`;
  }
}

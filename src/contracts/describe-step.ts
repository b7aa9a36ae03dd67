import type { LoggedTransaction } from './journal.ts';

/** A logged transaction, for a person. */
export function describeStep({ step }: LoggedTransaction): string {
  return step.kind === 'create' ? `the creation of ${step.contract}` : `the call ${step.contract}.${step.function}`;
}

import type { Problem } from '../../report/index.ts';
import { contractsIn } from '../abi/typed-value.ts';
import { creationIdentity } from '../set/creation.ts';
import type { PreparedSet } from '../set/prepared-set.ts';
import type { Decisions } from './plan-decisions.ts';
import type { KnownContract, PlanObservation } from './plan-step.ts';

/** Why nothing of the plan may be sent. */
export function refusalsOf(set: PreparedSet, { contracts, calls, conflicts }: Decisions): readonly Problem[] {
  const oneShots = conflicts.map(({ call, target, why }) => ({
    path: call.path ?? [],
    message: `the one-shot call ${call.contract}.${call.entry.name} can't be made again on ${call.contract} at ${target}: ${why}. Create ${call.contract} anew with "allow-redeploy: true" at the contract, or change the call back`,
  }));
  const unproved = set.contracts.flatMap(({ name, allowsUnproved }) => {
    const known = contracts.kept.get(name);
    if (known?.recorded.proof !== 'unproved' || allowsUnproved) return [];
    const message = `the code of ${name} at ${known.recorded.address} is not proved: neither when it was created, nor by this run. Ask a node that takes state overrides in eth_call and still has the state of block ${known.recorded.block}; "allow-unproved: true" at the contract uses it as it is`;
    return [{ path: ['contracts', name], message }];
  });
  const renamed = set.contracts.flatMap(({ name }) => {
    const others = contracts.unsaid.get(name);
    return others === undefined ? [] : [{ path: ['contracts', name], message: describeUnsaid(name, others) }];
  });
  return [...renamed, ...oneShots, ...calls.refusals, ...unproved];
}

/** Keeping it could give clients the state of a contract that was to be given up; creating it, lose that of one renamed. */
function describeUnsaid(name: string, others: readonly KnownContract[]): string {
  const byName = new Map(others.map(({ recorded }) => [recorded.name, recorded.address]));
  const names = [...byName.keys()];
  const [one, ...more] = names;
  const which = [...byName].map(([other, address]) => `${other} at ${address}`).join(' and ');
  const them = more.length > 0 ? 'them' : one;
  return `${name} is made exactly like ${which}, which the set no longer has. If it is ${more.length > 0 ? 'one of them' : one}, renamed, write ${names.map((other) => `"was: ${other}"`).join(' or ')} at it; if it is to be another contract, take ${them} out of the set in a run of its own first`;
}

/** What is right, but should be known. */
export function noticesOf(
  set: PreparedSet,
  { contracts, calls }: Decisions,
  { deployer }: PlanObservation,
): readonly string[] {
  const differing = set.contracts.filter((contract) => {
    const known = contracts.kept.get(contract.name);
    if (known === undefined) return false;
    return creationIdentity(contract, contracts.addressOf, deployer).creationHash !== known.recorded.creationHash;
  });
  const notices: string[] = [];
  if (differing.length > 0) {
    const names = differing.map(({ name }) => name);
    notices.push(
      `only the metadata of ${list(names)} changed, such as by a comment: kept. The input strict has ${names.length > 1 ? 'them' : 'it'} created anew`,
    );
  }
  for (const call of set.calls) {
    if (calls.of.get(call)?.kind !== 'skip') continue;
    const created = [...new Set(call.arguments.flatMap(contractsIn))].filter((name) => !contracts.isKept(name));
    if (created.length === 0) continue;
    notices.push(
      `${call.contract}.${call.entry.name} is not called, because ${call.until?.text} is true, although its argument ${created.join(' and ')} is created anew: does the predicate say all that the call does?`,
    );
  }
  return notices;
}

function list(names: readonly string[]): string {
  const most = 10;
  return `${names.slice(0, most).join(', ')}${names.length > most ? ` and ${names.length - most} more` : ''}`;
}

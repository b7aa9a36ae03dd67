import { excerpt, type Problem } from '../../report/index.ts';
import { type ArtifactSource, openArtifactSource } from '../artifacts/artifact-source.ts';
import { chainIdNotice } from '../artifacts/chain-ids.ts';
import type { ChainFacts } from '../plan/chain-facts.ts';
import { type Gaps, noGaps } from './draft-set.ts';
import type { PreparedContract, PreparedSet } from './prepared-set.ts';
import { readArtifacts } from './read-artifacts.ts';
import { checkSet } from './set-checks.ts';
import { callKey, contractKey, needsOf } from './set-needs.ts';
import { orderByNeeds } from './set-order.ts';
import type { ContractSet, SourceEntry } from './set-schema.ts';

/**
 * Reads the set's artifacts and checks everything that can be known before looking at the chain; all problems at once. A
 * set with gaps is only checked.
 */
export async function prepareContractSet(
  set: ContractSet,
  setFolder: string,
  chain: ChainFacts,
  gaps: Gaps = noGaps,
): Promise<{ readonly prepared: PreparedSet | undefined; readonly problems: readonly Problem[] }> {
  const problems: Problem[] = [];
  // Names of an artifact were written by others.
  const report = ({ path, message }: Problem) => void problems.push({ path, message: excerpt(message, 2000) });
  const { sources, isComplete } = await openSources(set.artifacts, setFolder, gaps, report);
  // What a source lacks that could not be opened says nothing.
  const found = await readArtifacts(set, sources, isComplete ? report : () => {}, gaps);
  const artifacts = isComplete ? found : { ...found, problemOf: () => undefined };
  const checked = checkSet(set, artifacts, chain, report, gaps);
  const { order, problems: cycles } = orderByNeeds(needsOf(set, checked.contracts, checked.calls));
  for (const cycle of cycles) report(cycle);
  if (problems.length > 0 || gaps.within([])) return { prepared: undefined, problems };
  const contracts = new Map([...checked.contracts].map(([name, contract]) => [contractKey(name), contract]));
  const calls = new Map([...checked.calls].map(([index, call]) => [callKey(index), call]));
  const notices = [...sources.map(chainIdNotice), ...[...checked.contracts.values()].map(abiNotice)];
  return {
    prepared: {
      contracts: order.flatMap((key) => contracts.get(key) ?? []),
      calls: order.flatMap((key) => calls.get(key) ?? []),
      notices: [...new Set(notices.filter((notice) => notice !== undefined).map((notice) => excerpt(notice)))],
    },
    problems,
  };
}

function abiNotice({ name, artifact }: PreparedContract): string | undefined {
  if (artifact.lacksAbi !== true) return undefined;
  return `${name} has bytecode without an ABI (${artifact.name}.abi): its constructor is taken to have no parameters`;
}

async function openSources(
  entries: ContractSet['artifacts'],
  setFolder: string,
  gaps: Gaps,
  report: (problem: Problem) => void,
) {
  const isList = Array.isArray(entries);
  const list = (isList ? entries : [entries]) as readonly SourceEntry[];
  const opened = await Promise.all(
    list.map((entry, index) => {
      const path = isList ? ['artifacts', index] : ['artifacts'];
      return gaps.within(path) ? undefined : openArtifactSource(entry, setFolder, path);
    }),
  );
  const sources: ArtifactSource[] = [];
  for (const found of opened) {
    if (found?.source !== undefined) sources.push(found.source);
    else if (found !== undefined) report(found.problem);
  }
  return { sources, isComplete: sources.length === list.length };
}

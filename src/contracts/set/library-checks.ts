import { nearestAdvice, type Problem } from '../../report/index.ts';
import type { Artifact, Link } from '../artifacts/artifact.ts';
import { isSameSource } from '../artifacts/find-artifact.ts';
import type { Gaps } from './draft-set.ts';
import type { ContractEntry } from './set-schema.ts';

/** What finding a library needs to know of the set around it. */
export interface LibraryContext {
  /** The contracts of the set that are made from artifacts of this name. */
  instancesOf(artifactName: string): readonly { readonly contract: string; readonly artifact: Artifact }[];
  isContract(name: string): boolean;
  /** Whether it is a contract of the set whose artifact could not be read, which was said already. */
  isUnread(name: string): boolean;
  gaps: Gaps;
  noContract(name: string): string;
  report(problem: Problem): void;
}

/** Placeholder → contract of the set, for every library that the artifact links; what is missing or open is reported. */
export function checkLibraries(
  name: string,
  entry: ContractEntry,
  artifact: Artifact,
  context: LibraryContext,
): ReadonlyMap<string, string> {
  const path = ['contracts', name];
  const libraries = new Map<string, string>();
  const used = new Set<string>();
  for (const link of artifact.links) {
    const key = keysOf(link).find((candidate) => Object.hasOwn(entry.libraries ?? {}, candidate));
    const told = key === undefined ? undefined : entry.libraries?.[key];
    if (key !== undefined) used.add(key);
    const chosen = told ?? instanceOf(link, context);
    if (typeof chosen !== 'string') {
      const isTold = context.isUnread(link.library ?? '') || context.gaps.within([...path, 'libraries']);
      if (!isTold) context.report({ path, message: chosen.problem });
    } else if (context.isContract(chosen)) libraries.set(link.placeholder, chosen);
    else context.report({ path: [...path, 'libraries', key ?? ''], message: context.noContract(chosen) });
  }
  const known = artifact.links.flatMap(({ library }) => library ?? []);
  for (const key of Object.keys(entry.libraries ?? {}).filter((candidate) => !used.has(candidate))) {
    const message = `${artifact.name} links no library ${key}${nearestAdvice(key, known)}`;
    context.report({ path: [...path, 'libraries', key], message });
  }
  return libraries;
}

/** How the set's file may call a library. */
function keysOf({ placeholder, library, source }: Link): readonly string[] {
  if (library === undefined) return [placeholder];
  return source === undefined ? [placeholder, library] : [placeholder, library, `${source}:${library}`];
}

/** The only contract of the set that is made from the library's artifact. */
function instanceOf(link: Link, context: LibraryContext): string | { readonly problem: string } {
  const { placeholder, library } = link;
  if (library === undefined) {
    return {
      problem: `links a library that can't be told from the artifacts: add libraries: { "${placeholder}": NAME }`,
    };
  }
  const instances = context.instancesOf(library);
  const exact = instances.filter(({ artifact }) => isFrom(artifact, link));
  const [first, ...others] = exact.length > 0 ? exact : instances;
  if (first === undefined) {
    return { problem: `links the library ${library}, which the set does not have: add ${library}: {}` };
  }
  if (others.length === 0) return first.contract;
  const names = [first, ...others].map(({ contract }) => contract);
  return {
    problem: `links the library ${library}, which the set has as ${names.join(' and ')}: say which by libraries: { ${library}: ${names[0]} }`,
  };
}

/** A file's path may be known with or without what stood before it. */
function isFrom({ source }: Artifact, link: Link): boolean {
  return (
    source !== undefined &&
    link.source !== undefined &&
    (isSameSource(source, link.source) || isSameSource(link.source, source))
  );
}

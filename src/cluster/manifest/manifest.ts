import { type Finding, UserError } from '../../report/index.ts';
import { isWorkloadKind, type WrittenKind } from '../kubernetes-object.ts';
import type { ObjectSet } from './choose-workloads.ts';
import { checkClientWorkloads } from './client-workload-check.ts';
import { imagePolicyRemarks } from './image-policy.ts';
import { checkKind } from './kind-check.ts';
import { type ManifestFile, readObjects } from './manifest-file.ts';
import { checkMetadata } from './metadata-check.ts';
import { checkNames } from './name-check.ts';
import { checkReferences } from './reference-check.ts';
import { sortObjects } from './sort-objects.ts';
import { checkData } from './workload-check.ts';
import { kindOf, type Manifest, sayOf, type WrittenObject } from './written-object.ts';

/** The manifest files of an environment. */
export interface ManifestFiles {
  /** For every client that has none of its own: a template of all of them, or the objects of each. */
  readonly all?: readonly ManifestFile[] | undefined;
  /** By client. */
  readonly own: { readonly [client: string]: readonly ManifestFile[] };
}

export interface ManifestRules {
  readonly namespace: string;
  readonly container: string;
  /** Paths of the files that are mounted into the container. */
  readonly mounted: readonly string[];
  /** Environment variables that are set in the container. */
  readonly variables: readonly string[];
  readonly clients: readonly {
    readonly name: string;
    readonly role: string;
    /** Where the cluster keeps its keyfile's password: an entry that says the same may stand in its manifest. */
    readonly password?: { readonly secret: string; readonly key: string };
  }[];
  /** False where something is wrong with the list of clients: then none is missing, and none too many. */
  readonly isWhole?: boolean;
}

/** Reads the user's manifests. @throws UserError with every mistake of all files, each with its line and column. */
export function readManifests(files: ManifestFiles, rules: ManifestRules): Manifest {
  const { manifest, findings } = checkManifests(files, rules);
  if (findings.length > 0) throw new UserError(findings);
  return manifest;
}

/** The manifests as far as they can be read, and what is wrong with them. */
export function checkManifests(
  files: ManifestFiles,
  rules: ManifestRules,
): { readonly manifest: Manifest; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const remarks: Finding[] = [];
  const read = reader(rules, findings, remarks);
  const names = rules.clients.map(({ name }) => name);
  const forAll = names.filter((name) => !Object.hasOwn(files.own, name));
  const sets: ObjectSet[] = [];
  const add = (list: readonly ManifestFile[], clients: readonly string[], isForAll: boolean) => {
    const objects = list.map(read);
    // A file that can't be read may hold what is missed in the others.
    if (objects.includes(undefined)) return;
    const set = {
      objects: objects.flatMap((each) => each ?? []),
      clients,
      files: list.map(({ file }) => file),
      isForAll,
    };
    if (set.objects.length > 0) sets.push(set);
    else
      findings.push({
        file: list[0]?.file ?? '',
        message: 'the manifest is empty: expected a StatefulSet or a Deployment',
      });
  };
  const isForSome = forAll.length > 0 || Object.keys(files.own).length === 0;
  if (files.all !== undefined && isForSome) add(files.all, forAll, true);
  if (files.all !== undefined && !isForSome) remarks.push(...files.all.map(forNobody));
  for (const [client, list] of Object.entries(files.own)) add(list, [client], false);
  const manifest = sortObjects(sets, rules.container, rules.isWhole ?? true, findings);
  checkClientWorkloads(manifest, rules, findings);
  checkReferences(manifest, rules.namespace, findings);
  checkNames(manifest, names, findings);
  return {
    manifest: remarks.length === 0 ? manifest : { ...manifest, remarks },
    findings: distinct(findings),
  };
}

function forNobody({ file }: ManifestFile): Finding {
  const message =
    'no client is made from this manifest, for each has one of its own: nothing in it is written. Name it in the lists of the clients whose it is, or take it out of clients.yml';
  return { file, message };
}

/** Reads each file once, however many clients name it. `undefined`: there was nothing to read in it that makes sense. */
function reader(
  { namespace }: ManifestRules,
  findings: Finding[],
  remarks: Finding[],
): (file: ManifestFile) => readonly WrittenObject[] | undefined {
  const known = new Map<string, readonly WrittenObject[] | undefined>();
  return (source) => {
    if (known.has(source.file)) return known.get(source.file);
    const { objects, findings: mistakes } = readObjects(source);
    findings.push(...mistakes);
    remarks.push(...imagePolicyRemarks(source));
    const usable = objects.filter((written) => checkObject(written, namespace, findings));
    const isRead = mistakes.length === 0 || objects.length > 0;
    // An object of a kind that can't be used may have been meant to be the workload.
    const isUsable = usable.length === objects.length || usable.some((written) => isWorkloadKind(kindOf(written)));
    known.set(source.file, isRead && isUsable ? usable : undefined);
    return known.get(source.file);
  };
}

/** True when its kind is one that is rolled. */
function checkObject(written: WrittenObject, namespace: string, findings: Finding[]): boolean {
  const say = sayOf(written, findings);
  const kind: WrittenKind | undefined = checkKind(written, say);
  if (kind === undefined) return false;
  checkMetadata(written, kind, namespace, say);
  checkData(written, say);
  return true;
}

/** What several clients have from one template is told once. */
function distinct(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}

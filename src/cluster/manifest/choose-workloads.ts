import type { Finding } from '../../report/index.ts';
import { isWorkloadKind } from '../kubernetes-object.ts';
import { describeObject, hasContainer, kindOf, nameOf, placeOf, type WrittenObject } from './written-object.ts';

/** The objects of some files, and the clients they are written for. */
export interface ObjectSet {
  readonly objects: readonly WrittenObject[];
  readonly clients: readonly string[];
  /** How a finding names the files. */
  readonly files: readonly string[];
  /** Written at the top of clients.yml, for every client that has none of its own. */
  readonly isForAll: boolean;
}

/** Which workload is whose. */
export type ChosenWorkloads =
  | { readonly kind: 'template'; readonly workload: WrittenObject }
  | { readonly kind: 'named'; readonly workloads: ReadonlyMap<string, WrittenObject> };

/**
 * One workload for all is a template; of several, each client has the one that bears its name. Workloads are those with the
 * container that runs the client; where a set has one workload only, it is that one, whatever its containers.
 * @param isWhole false where not all clients are known: then none is missing.
 */
export function chooseWorkloads(
  set: ObjectSet,
  container: string,
  isWhole: boolean,
  findings: Finding[],
): ChosenWorkloads | undefined {
  const { objects, clients, isForAll } = set;
  const all = objects.filter((written) => isWorkloadKind(kindOf(written)));
  const running = all.length === 1 ? all : all.filter((written) => hasContainer(written, container));
  const place = { file: set.files[0] ?? '' };
  if (all.length === 0) {
    findings.push({ ...place, message: 'the manifest has no StatefulSet and no Deployment: a client is one of them' });
    return undefined;
  }
  if (running.length === 0) {
    for (const workload of all) {
      const message = `no container of this ${kindOf(workload)} is named ${container} (container in clients.yml)`;
      findings.push({ ...placeOf(workload, ['spec', 'template', 'spec', 'containers']), message });
    }
    return undefined;
  }
  for (const other of all.filter((each) => !running.includes(each))) {
    const message = `the ${describeObject(other)} has no container ${container}, so it is no client's, and what is no client's is not rolled and proved: apply it yourself, before, and take it out here`;
    findings.push({ ...placeOf(other), message });
  }
  const [only] = running;
  if (only !== undefined && running.length === 1) {
    if (isForAll) return { kind: 'template', workload: only };
    return { kind: 'named', workloads: new Map(clients.map((client) => [client, only])) };
  }
  return { kind: 'named', workloads: byName(set, running, container, isWhole, findings) };
}

function byName(
  { clients, isForAll }: ObjectSet,
  running: readonly WrittenObject[],
  container: string,
  isWhole: boolean,
  findings: Finding[],
): ReadonlyMap<string, WrittenObject> {
  const named = new Map(running.map((written) => [nameOf(written), written]));
  const found = clients.flatMap((client): [string, WrittenObject][] => {
    const workload = named.get(client);
    return workload === undefined ? [] : [[client, workload]];
  });
  const workloads = new Map(found);
  const [first] = running;
  if (first === undefined) return workloads;
  const names = running.map((written) => describeObject(written)).join(', ');
  if (found.length === 0) {
    const message = `${names} all have the container ${container}, so it is not said which is whose: leave one as the template of all, or name each after its client`;
    findings.push({ ...placeOf(first), message });
    return workloads;
  }
  if (!isWhole) return workloads;
  for (const client of clients.filter((each) => !workloads.has(each))) {
    findings.push({ ...placeOf(first), message: `no workload is named ${client}, as the client is; found ${names}` });
  }
  // A file of all clients may be named for each of them: then the others' workloads are not meant here.
  const left = isForAll ? running.filter((written) => !clients.includes(nameOf(written) ?? '')) : [];
  for (const written of left) {
    const message = `the ${describeObject(written)} has the container ${container}, but no client in clients.yml has its name: add the client, or take this out`;
    findings.push({ ...placeOf(written), message });
  }
  return workloads;
}

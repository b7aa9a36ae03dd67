import type { Finding } from '../../report/index.ts';
import { isWrittenKind, type WorkloadKind } from '../kubernetes-object.ts';
import { nameProblem } from './metadata-check.ts';
import { objectKey } from './references.ts';
import { kindOf, type Manifest, manifestOf, nameOf, placeOf, sayOf, type WrittenObject } from './written-object.ts';

/** The name an object of a template gets for one client. */
export function clientsName(written: string | undefined, template: string | undefined, client: string): string {
  return written === undefined || template === undefined ? client : `${client}${written.slice(template.length)}`;
}

/** What a client's workload is, and what it is called in the cluster. */
export function workloadIdentity(
  manifest: Manifest,
  client: string,
): { readonly kind: WorkloadKind; readonly name: string } {
  const { workload, name, isTemplate } = manifestOf(manifest, client);
  const kind = kindOf(workload) === 'Deployment' ? 'Deployment' : 'StatefulSet';
  return { kind, name: isTemplate ? clientsName(nameOf(workload), name, client) : (nameOf(workload) ?? client) };
}

/** The clients that have a Service of their own name: their peers find them by it. */
export function serviceNames(manifest: Manifest, clients: readonly string[]): ReadonlySet<string> {
  const { template, own, shared } = manifest;
  const nameFor = (client: string) =>
    Object.hasOwn(own, client)
      ? (own[client]?.beside ?? []).map((written) => [written, nameOf(written) ?? ''] as const)
      : (template?.beside ?? []).map(
          (written) => [written, clientsName(nameOf(written), template?.name, client)] as const,
        );
  const all = [...shared.map((written) => [written, nameOf(written) ?? ''] as const), ...clients.flatMap(nameFor)];
  const services = all.flatMap(([written, name]) => (kindOf(written) === 'Service' ? [name] : []));
  return new Set(services);
}

const namePath = ['metadata', 'name'] as const;

/** Every name that objects get: it must fit, and be one object's alone. */
export function checkNames(manifest: Manifest, clients: readonly string[], findings: Finding[]): void {
  const { template, own, shared } = manifest;
  const owners = new Map<string, string>();
  const take = (written: WrittenObject, name: string, owner: string) => {
    const key = objectKey(kindOf(written), name);
    const other = owners.get(key);
    owners.set(key, other ?? owner);
    if (other === undefined || other === owner) return;
    sayOf(written, findings)(namePath, `${key} would be written for ${other} and for ${owner}: give one another name`);
  };
  const takeMade = (written: WrittenObject, name: string, owner: string) => {
    const kind = kindOf(written);
    const problem = isWrittenKind(kind) ? nameProblem(kind, name) : undefined;
    if (problem !== undefined) sayOf(written, findings)(namePath, `${problem}; for ${owner} it would be ${name}`);
    take(written, name, owner);
  };
  for (const written of shared) take(written, nameOf(written) ?? '', 'all');
  for (const [client, { workload, beside }] of Object.entries(own)) {
    for (const written of [workload, ...beside]) take(written, nameOf(written) ?? '', client);
  }
  if (template === undefined) return;
  for (const client of clients.filter((name) => !Object.hasOwn(own, name))) {
    const taken = new Set<string>();
    for (const written of [template.workload, ...template.beside]) {
      const name = clientsName(nameOf(written), template.name, client);
      const key = objectKey(kindOf(written), name);
      if (taken.has(key)) {
        const message = `a second ${kindOf(written)} of each client's own name: give it a name that begins with the workload's and a dash`;
        findings.push({ ...placeOf(written), message });
        continue;
      }
      taken.add(key);
      takeMade(written, name, client);
    }
  }
}

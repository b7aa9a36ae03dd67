import type { LiveObject, WantedObject } from '../kubernetes-object.ts';
import { listIn, mapIn, textIn } from './json-reading.ts';
import type { PlaceFor, PreflightFinding } from './preflight-finding.ts';

/** One client's workload as it is wanted and as it stands, with what else the namespace shows about it. */
export interface WatchedWorkload {
  readonly wanted: WantedObject;
  readonly live?: LiveObject | undefined;
  readonly pods?: readonly LiveObject[] | undefined;
  readonly placeFor?: PlaceFor | undefined;
}

interface Marks {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Controllers that would take back what is about to be written: Keel, Argo CD, Flux, autoscalers. Read from labels,
 * annotations and field owners of what is known already: no further permission, no further request.
 */
export function rivalFindings(workloads: readonly WatchedWorkload[]): readonly PreflightFinding[] {
  return workloads.flatMap((workload) => [
    ...keel(workload),
    ...argo(workload),
    ...flux(workload),
    ...horizontalAutoscaler(workload),
    ...verticalAutoscaler(workload),
  ]);
}

/** Keel looks at the workload's own labels and annotations: https://keel.sh/docs/#policies */
function keel({ wanted, live, placeFor }: WatchedWorkload): readonly PreflightFinding[] {
  const key = 'keel.sh/policy';
  const [inManifest, inCluster] = [marksOf(wanted), marksOf(live)].map(
    ({ labels, annotations }) => annotations[key] ?? labels[key],
  );
  const policy = inManifest ?? inCluster;
  if (policy === undefined || policy === 'never') return [];
  const isLabel = marksOf(inManifest === undefined ? live : wanted).labels[key] !== undefined;
  const command = `kubectl ${isLabel ? 'label' : 'annotate'} ${wanted.kind.toLowerCase()} ${wanted.metadata.name} ${key}-`;
  const cure =
    inManifest === undefined
      ? `It stands in the cluster only: take it away with ${command}`
      : `Take ${key} out of the manifest, or set it to never`;
  return [
    finding(
      'error',
      wanted,
      `Keel updates its image by itself (${key}: ${policy}) and would fight for it. ${cure}.`,
      placeFor,
    ),
  ];
}

/** https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/ */
function argo({ wanted, live, placeFor }: WatchedWorkload): readonly PreflightFinding[] {
  const all = [marksOf(wanted), marksOf(live)];
  const updater = all
    .flatMap(({ annotations }) => Object.keys(annotations))
    .find((name) => name.startsWith('argocd-image-updater.argoproj.io/'));
  const findings: PreflightFinding[] = [];
  if (updater !== undefined) {
    const message = `Argo CD Image Updater is told to update its image (${updater}) and would fight for it. Take the annotation away.`;
    findings.push(finding('error', wanted, message, placeFor));
  }
  const tracking = all.map(({ annotations }) => annotations['argocd.argoproj.io/tracking-id']).find(isText);
  if (tracking !== undefined) {
    const message = `Argo CD manages it (${tracking}): where it heals by itself it takes back what keep-deploy writes. Leave this workload out of that application, or ignore differences in its pod template.`;
    findings.push(finding('warning', wanted, message, placeFor));
  }
  return findings;
}

/** https://fluxcd.io/flux/components/kustomize/kustomizations/ and …/helm/helmreleases/ */
function flux({ wanted, live, placeFor }: WatchedWorkload): readonly PreflightFinding[] {
  const { labels, annotations } = marksOf(live);
  const toolkit = 'toolkit.fluxcd.io';
  const kustomization = labels[`kustomize.${toolkit}/name`];
  const release = labels[`helm.${toolkit}/name`];
  const owner = kustomization === undefined ? release && `HelmRelease ${release}` : `Kustomization ${kustomization}`;
  if (owner === undefined || annotations[`kustomize.${toolkit}/reconcile`] === 'disabled') return [];
  const ownsImage = owners(live).some(
    ({ manager, fields }) => /^(kustomize|helm)-controller$/.test(manager) && fieldsHaveImage(fields),
  );
  const message = ownsImage
    ? `Flux owns its image (${owner}) and would take back what keep-deploy writes. Take the workload out of that source, or annotate it with kustomize.${toolkit}/reconcile: disabled.`
    : `Flux manages it (${owner}): it takes back every field of its own that keep-deploy writes.`;
  return [finding(ownsImage ? 'error' : 'warning', wanted, message, placeFor)];
}

/** An autoscaler writes through the subresource `scale`, which its field ownership shows. */
function horizontalAutoscaler({ wanted, live, placeFor }: WatchedWorkload): readonly PreflightFinding[] {
  const scaler = owners(live).find(
    ({ manager, subresource }) =>
      subresource === 'scale' && /^(kube-controller-manager|horizontal-pod-autoscaler|keda)/.test(manager),
  );
  if (scaler === undefined) return [];
  const message = `an autoscaler sets its replicas (${scaler.manager}, through scale): with a second pod two clients would work with one account. Delete its HorizontalPodAutoscaler.`;
  return [finding('error', wanted, message, placeFor)];
}

/** The admission part of the vertical autoscaler leaves these on the pods that it changes. */
function verticalAutoscaler({ wanted, pods, placeFor }: WatchedWorkload): readonly PreflightFinding[] {
  const isScaled = (pods ?? []).some(({ metadata }) => metadata.annotations?.['vpaUpdates'] !== undefined);
  if (!isScaled) return [];
  const message =
    'a VerticalPodAutoscaler changes its pods and evicts them when it likes to, which looks like a client that fails. Set its updateMode to Initial or Off.';
  return [finding('warning', wanted, message, placeFor)];
}

interface Owner {
  readonly manager: string;
  readonly subresource: string | undefined;
  readonly fields: unknown;
}

function owners(live: LiveObject | undefined): readonly Owner[] {
  return listIn(live, 'metadata', 'managedFields').map((entry) => ({
    manager: textIn(entry, 'manager') ?? '',
    subresource: textIn(entry, 'subresource'),
    fields: mapIn(entry, 'fieldsV1'),
  }));
}

function fieldsHaveImage(fields: unknown): boolean {
  const containers = mapIn(fields, 'f:spec', 'f:template', 'f:spec', 'f:containers');
  return Object.values(containers).some((container) => 'f:image' in mapIn(container));
}

function marksOf(object: { readonly metadata?: unknown } | undefined): Marks {
  const texts = (field: string) =>
    Object.fromEntries(
      Object.entries(mapIn(object, 'metadata', field)).filter((entry): entry is [string, string] => isText(entry[1])),
    );
  return { labels: texts('labels'), annotations: texts('annotations') };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function finding(
  severity: PreflightFinding['severity'],
  { kind, metadata }: WantedObject,
  message: string,
  placeFor: PlaceFor | undefined,
): PreflightFinding {
  return { severity, ...placeFor?.(), message: `${kind} ${metadata.name}: ${message}` };
}

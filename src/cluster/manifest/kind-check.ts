import { describeSeen, nearestName } from '../../report/index.ts';
import { apiVersionOf, isWrittenKind, kindsInOrder, type WrittenKind } from '../kubernetes-object.ts';
import { mapAt, type Say } from './manifest-values.ts';
import type { WrittenObject } from './written-object.ts';

/** Versions that no supported cluster serves any more, and with which Kubernetes they went. */
const removedVersions: { readonly [apiVersion: string]: string } = {
  'extensions/v1beta1': '1.16',
  'apps/v1beta1': '1.16',
  'apps/v1beta2': '1.16',
  'networking.k8s.io/v1beta1': '1.22',
  'rbac.authorization.k8s.io/v1alpha1': '1.22',
  'rbac.authorization.k8s.io/v1beta1': '1.22',
  'policy/v1beta1': '1.25',
};

const applyYourself = 'apply it yourself, before, and take it out here';

/** Kinds of the whole cluster: keep-deploy works with rights in one namespace. */
const clusterScoped = new Set([
  'APIService',
  'CSIDriver',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'IngressClass',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PodSecurityPolicy',
  'PriorityClass',
  'RuntimeClass',
  'StorageClass',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

/** What is said of a kind that somebody may well have expected to work. */
const refusedKinds: { readonly [kind: string]: string } = {
  HorizontalPodAutoscaler: 'an autoscaler would give one account more than one pod: take it out',
  DaemonSet: 'a client is one StatefulSet or Deployment: a DaemonSet runs one account on every node',
  ReplicaSet: 'a client is one StatefulSet or Deployment: write the Deployment that makes the ReplicaSet',
  ReplicationController: 'a client is one StatefulSet or Deployment',
  Pod: `a client is one StatefulSet or Deployment, which makes its pod; another Pod: ${applyYourself}`,
  Job: `keep-deploy runs no Jobs: ${applyYourself}, or make it an init container`,
  CronJob: `keep-deploy rolls out no CronJobs: ${applyYourself}`,
  Kustomization: 'this is what kustomize builds from: give what `kubectl kustomize FOLDER` prints',
};

/** The kind is one that is rolled, in the version in which it is. Returns the kind, or nothing when it can't be used. */
export function checkKind({ object }: WrittenObject, say: Say): WrittenKind | undefined {
  const { kind, apiVersion } = object;
  const isHook = mapAt(object, 'metadata', 'annotations')['helm.sh/hook'] !== undefined;
  if (isHook || !isWrittenKind(kind)) {
    say(['kind'], refusal(kind, isHook));
    return undefined;
  }
  const expected = apiVersionOf(kind);
  if (apiVersion !== expected) {
    const went = typeof apiVersion === 'string' ? removedVersions[apiVersion] : undefined;
    const message =
      went === undefined
        ? `expected ${expected} for a ${kind}, found ${describeSeen(apiVersion)}`
        : `${apiVersion} is gone since Kubernetes ${went}: write ${expected} for a ${kind}`;
    say(['apiVersion'], message);
  }
  return kind;
}

function refusal(kind: unknown, isHook: boolean): string {
  if (typeof kind !== 'string') return `expected a kind, found ${describeSeen(kind)}`;
  if (isHook)
    return `this ${kind} is a hook of Helm, and nothing would run it here: take it out (helm template --no-hooks)`;
  if (clusterScoped.has(kind))
    return `a ${kind} belongs to the whole cluster, and keep-deploy works in one namespace: ${applyYourself}`;
  const known = refusedKinds[kind];
  if (known !== undefined) return known;
  const nearest = nearestName(kind, kindsInOrder);
  if (nearest !== undefined) return `unknown kind ${describeSeen(kind)}: did you mean "${nearest}"?`;
  return `keep-deploy does not write objects of kind ${describeSeen(kind)} (it writes ${kindsInOrder.join(', ')}): ${applyYourself}`;
}

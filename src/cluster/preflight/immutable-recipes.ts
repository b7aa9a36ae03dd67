import type { WrittenKind } from '../kubernetes-object.ts';

interface Named {
  readonly kind: WrittenKind;
  readonly name: string;
  readonly namespace: string;
}

/** What to do about a part that can't be changed in place; each keeps the client's data. */
export function recipeFor(part: string, { kind, name, namespace }: Named): string {
  const command = (text: string) => `kubectl --namespace ${namespace} ${text}`;
  switch (kind) {
    case 'StatefulSet':
      if (/^spec\.selector/.test(part)) {
        return `Its pod belongs to it by these labels, so it has to go too; its claims and their data stay, unless spec.persistentVolumeClaimRetentionPolicy.whenDeleted is Delete: ${command(`delete statefulset ${name}`)}, then run this step again.`;
      }
      if (/^spec\.volumeClaimTemplates/.test(part)) {
        return `Pods, claims and their data stay with: ${command(`delete statefulset ${name} --cascade=orphan`)}, then run this step again, which makes it anew around them. A claim that is there already keeps its size and class; to enlarge it: ${command(`patch persistentvolumeclaim CLAIM --patch '{"spec":{"resources":{"requests":{"storage":"SIZE"}}}}'`)}.`;
      }
      return `Pods, claims and their data stay with: ${command(`delete statefulset ${name} --cascade=orphan`)}, then run this step again, which makes it anew around them.`;
    case 'Deployment':
      if (/^spec\.strategy/.test(part)) {
        const patch = `'[{"op":"replace","path":"/spec/strategy","value":{"type":"Recreate"}}]'`;
        return `What is in the way was filled in by Kubernetes beside the strategy before, and belongs to nobody; no pod is made anew by: ${command(`patch deployment ${name} --type json --patch ${patch}`)}, then run this step again.`;
      }
      return `Its pods belong to it by these labels and go with it: ${command(`delete deployment ${name}`)}, then run this step again. Claims and their data stay.`;
    case 'ConfigMap':
    case 'Secret':
      return `Give the changed one another name (and use it where the old one is named), which also lets the roll-out go back; or, when nothing needs the old one: ${command(`delete ${kind.toLowerCase()} ${name}`)}, then run this step again.`;
    case 'Service':
      return `It gets a new address when it is made anew, and is away meanwhile: ${command(`delete service ${name}`)}, then run this step again.`;
    case 'PersistentVolumeClaim':
      return `A claim is never deleted here, for it holds data: write another one under a new name, copy what the old one holds, and name the new one in the pod.`;
    case 'RoleBinding':
      return `${command(`delete rolebinding ${name}`)}, then run this step again.`;
    default:
      return `Delete the ${kind} ${name} and run this step again.`;
  }
}

/** What the API server says where a change is impossible, by its own words: the part it means, for `recipeFor`. */
const words: readonly { readonly kind: WrittenKind; readonly said: RegExp; readonly part: string }[] = [
  { kind: 'StatefulSet', said: /updates to statefulset spec for fields other than/, part: 'spec' },
  { kind: 'StatefulSet', said: /spec\.selector: Invalid value.*immutable/s, part: 'spec.selector' },
  { kind: 'Deployment', said: /spec\.selector: Invalid value.*immutable/s, part: 'spec.selector' },
  { kind: 'Deployment', said: /spec\.strategy\.rollingUpdate: Forbidden/, part: 'spec.strategy' },
  { kind: 'ConfigMap', said: /field is immutable when `immutable` is set/, part: 'data' },
  { kind: 'Secret', said: /field is immutable/, part: 'data' },
  { kind: 'Service', said: /spec\.clusterIPs?(\[0\])?: Invalid value.*(may not|immutable)/s, part: 'spec.clusterIP' },
  { kind: 'PersistentVolumeClaim', said: /spec is immutable after creation|field can not be less than/, part: 'spec' },
  { kind: 'RoleBinding', said: /cannot change roleRef/, part: 'roleRef' },
];

/** The recipe for a refusal, where its text says that something can't be changed. */
export function recipeForRefusal(text: string, object: Named): string | undefined {
  const found = words.find(({ kind, said }) => kind === object.kind && said.test(text));
  return found && recipeFor(found.part, object);
}

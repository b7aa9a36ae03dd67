import type { Json } from '../../values/index.ts';
import { fieldManager, type JsonObject, type LiveObject, type ManagedFields } from '../kubernetes-object.ts';
import { fieldsOf } from './body-fields.ts';
import {
  type FieldPath,
  type FieldSet,
  fieldsAt,
  formatFieldSet,
  isMap,
  noFields,
  parseFieldSet,
  setOf,
  unionOf,
  without,
} from './field-set.ts';
import { isOurs, type OwnedFields, ownedFields } from './owners-of.ts';
import { lastAppliedAnnotation } from './shown-value.ts';

/** A JSON patch (RFC 6902). */
export type JsonPatch = readonly { readonly op: 'replace' | 'remove'; readonly path: string; readonly value?: Json }[];

export interface Migration {
  readonly patch: JsonPatch;
  /** Whose fields become ours. */
  readonly managers: readonly string[];
  /** Those fields: what our body doesn't have of them goes with our next apply. */
  readonly moved: FieldSet;
}

/**
 * Fields that client-side apply left belong to a manager that nobody acts for any more: a field that leaves our body would
 * stay in the cluster for ever, and one that changes in it would be a conflict. As `kubectl apply --server-side` does
 * (client-go's csaupgrade), its entry becomes part of ours before our first apply, and its annotation goes; our apply then
 * removes what our body doesn't have.
 * @returns the patch, which the server refuses with 409 when the object has changed since it was read; `undefined` when
 * client-side apply left nothing.
 */
export function migrationOf(live: LiveObject): Migration | undefined {
  const owned = ownedFields(live);
  const annotations = live.metadata.annotations ?? {};
  const left = owned.filter((one) => isLeftByClientSideApply(one, annotations));
  if (left.length === 0) return undefined;

  const version = (owned.find(({ owner }) => isOurs(owner)) ?? left.at(-1))?.entry.apiVersion;
  const kept = owned.flatMap((one) => keptOf(one, annotations));
  // Fields of another version of the API can't be told from here; kubectl lets go of them too.
  const moved = left
    .filter(({ entry }) => entry.apiVersion === version)
    .map((one) => movedOf(one, annotations))
    .reduce(unionOf, noFields);
  const managedFields = withOurs(kept, without(moved, [annotationPath]), version);
  return {
    patch: [
      // A precondition: with the version that was read, the server refuses when another one stands there.
      { op: 'replace', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion ?? '' },
      { op: 'replace', path: '/metadata/managedFields', value: managedFields as unknown as Json },
      ...(Object.hasOwn(annotations, lastAppliedAnnotation)
        ? [{ op: 'remove' as const, path: `/metadata/annotations/${lastAppliedAnnotation.replaceAll('/', '~1')}` }]
        : []),
    ],
    managers: [...new Set(left.map(({ owner }) => owner.manager))],
    moved,
  };
}

const annotationPath: FieldPath = ['f:metadata', 'f:annotations', `f:${lastAppliedAnnotation}`];

/** The API server's name for everything that stood in an object without books when it was first applied. */
const beforeFirstApply = 'before-first-apply';
/**
 * Helm 3 merges on the client's side and writes with `Update`, as kubectl does. `kubectl create` writes an object once and
 * never again: its fields would stay in our way for ever.
 */
const clientSideManagers: readonly string[] = ['kubectl-client-side-apply', 'kubectl-create', 'helm'];

/** As kubectl knows them: whoever owns its annotation, under whatever name; and those that are known by name. */
function isLeftByClientSideApply(one: OwnedFields, annotations: Annotations): boolean {
  const { operation, subresource, manager } = one.owner;
  if (operation !== 'Update' || subresource !== undefined) return false;
  if (clientSideManagers.includes(manager)) return true;
  return Object.hasOwn(annotations, lastAppliedAnnotation) && fieldsAt(one.fields, annotationPath) !== undefined;
}

type Annotations = { readonly [name: string]: string };

/**
 * `before-first-apply` holds everything, also what the server and its controllers filled in (a cluster address, the name of
 * a volume): of it only what the user once applied is moved.
 */
function movedOf({ owner, fields }: OwnedFields, annotations: Annotations): FieldSet {
  if (owner.manager !== beforeFirstApply) return fields;
  return setOf(appliedPaths(fields, annotations));
}

function keptOf(one: OwnedFields, annotations: Annotations): readonly ManagedFields[] {
  if (!isLeftByClientSideApply(one, annotations)) return [one.entry];
  if (one.owner.manager !== beforeFirstApply) return [];
  const rest = without(one.fields, [annotationPath, ...appliedPaths(one.fields, annotations)]);
  return [{ ...one.entry, fieldsV1: formatFieldSet(rest) }];
}

function appliedPaths(fields: FieldSet, annotations: Annotations): readonly FieldPath[] {
  const body = readBody(annotations[lastAppliedAnnotation]);
  return fieldsOf(body, fields, fields)
    .filter(({ isOwned }) => isOwned)
    .map(({ path }) => path);
}

function withOurs(
  kept: readonly ManagedFields[],
  moved: FieldSet,
  version: string | undefined,
): readonly ManagedFields[] {
  if (moved.children.size === 0) return kept;
  const own = kept.find(isOurEntry);
  if (own !== undefined) {
    const fields = unionOf(moved, parseFieldSet(own.fieldsV1));
    return kept.map((entry) => (entry === own ? { ...own, fieldsV1: formatFieldSet(fields) } : entry));
  }
  const entry: ManagedFields = {
    manager: fieldManager,
    operation: 'Apply',
    ...(version === undefined ? {} : { apiVersion: version }),
    fieldsType: 'FieldsV1',
    fieldsV1: formatFieldSet(moved),
  };
  return [...kept, entry];
}

function isOurEntry({ manager, operation, subresource }: ManagedFields): boolean {
  return manager === fieldManager && operation === 'Apply' && (subresource ?? '') === '';
}

function readBody(text: string | undefined): JsonObject {
  try {
    const body: unknown = JSON.parse(text ?? '{}');
    return isMap(body) ? body : {};
  } catch {
    return {};
  }
}

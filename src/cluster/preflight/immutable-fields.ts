import type { JsonObject, LiveObject, WantedObject, WrittenKind } from '../kubernetes-object.ts';
import { isMap } from '../manifest/manifest-values.ts';
import { differences, type FixedDifference } from './fixed-part.ts';
import { recipeFor } from './immutable-recipes.ts';
import { listIn, mapIn } from './json-reading.ts';
import type { PlaceFor, PreflightFinding } from './preflight-finding.ts';
import { quantityOf } from './quantity.ts';

/**
 * What the API server never lets anybody change in an object that stands, found by comparison with that object, so that it
 * is explained even where a dry run isn't allowed. What a Secret or ConfigMap holds is not shown.
 * @param live undefined: nothing stands, and everything may be written.
 */
export function immutableFieldFindings(
  wanted: WantedObject,
  live: LiveObject | undefined,
  placeFor?: PlaceFor,
): readonly PreflightFinding[] {
  if (live === undefined) return [];
  const found = fixedDifferences(wanted, live);
  const [first] = found;
  if (first === undefined) return [];
  const { kind, metadata } = wanted;
  const shown = found
    .slice(0, 3)
    .map(({ path, live: is, wanted: becomes }) =>
      is === undefined ? `${path} differs` : `${path} is ${is} and would become ${becomes}`,
    );
  const more = found.length > 3 ? [`and ${found.length - 3} more`] : [];
  const parts = [...shown, ...more].join(', ');
  const recipe = recipeFor(first.path, { kind, name: metadata.name, namespace: metadata.namespace });
  const message = `${kind} ${metadata.name} can't be changed there: ${parts}. ${recipe}`;
  return [{ severity: 'error', ...placeFor?.(first.path), message }];
}

function fixedDifferences(wanted: WantedObject, live: LiveObject): readonly FixedDifference[] {
  const [spec, liveSpec] = [mapIn(wanted, 'spec'), mapIn(live, 'spec')];
  const whereWritten = (field: string) =>
    spec[field] === undefined ? [] : differences(`spec.${field}`, liveSpec[field], spec[field]);
  const perKind: Partial<Record<WrittenKind, () => readonly FixedDifference[]>> = {
    // https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ and its validation: all but a few fields.
    StatefulSet: () => [
      ...whereWritten('selector'),
      ...whereWritten('serviceName'),
      ...whereWritten('podManagementPolicy'),
      ...(spec['volumeClaimTemplates'] === undefined ? [] : claimDifferences(liveSpec, spec)),
    ],
    Deployment: () => whereWritten('selector'),
    Service: () => clusterAddress(liveSpec, spec),
    PersistentVolumeClaim: () => [
      ...['accessModes', 'storageClassName', 'volumeName', 'volumeMode', 'selector'].flatMap(whereWritten),
      ...shrunkStorage(liveSpec, spec),
    ],
    RoleBinding: () => differences('roleRef', withGroup(mapIn(live, 'roleRef')), withGroup(mapIn(wanted, 'roleRef'))),
    ConfigMap: () => fixedContent(wanted, live),
    Secret: () => fixedContent(wanted, live),
  };
  return perKind[wanted.kind]?.() ?? [];
}

/** The whole list is one value to server-side apply, so that what the manifest leaves out counts as well. */
function claimDifferences(live: JsonObject, wanted: JsonObject): readonly FixedDifference[] {
  const [is, becomes] = [listIn(live, 'volumeClaimTemplates'), listIn(wanted, 'volumeClaimTemplates')].map((list) =>
    list.map(withoutDefaults),
  );
  return differences('spec.volumeClaimTemplates', is, becomes);
}

/** Without what the API server adds to a claim template by itself. */
function withoutDefaults(claim: unknown): unknown {
  if (!isMap(claim)) return claim;
  const { apiVersion: _version, kind: _kind, status: _status, metadata, spec, ...rest } = claim;
  const { creationTimestamp: _created, ...kept } = mapIn({ metadata }, 'metadata');
  return { ...rest, metadata: kept, spec: { volumeMode: 'Filesystem', ...mapIn({ spec }, 'spec') } };
}

/** An address is given once; headless stays headless. */
function clusterAddress(live: JsonObject, wanted: JsonObject): readonly FixedDifference[] {
  const [is, becomes] = [live['clusterIP'], wanted['clusterIP']];
  if (typeof becomes !== 'string' || becomes === '' || typeof is !== 'string' || is === '') return [];
  return differences('spec.clusterIP', is, becomes);
}

function shrunkStorage(live: JsonObject, wanted: JsonObject): readonly FixedDifference[] {
  const [is, becomes] = [live, wanted].map((spec) => quantityOf(mapIn(spec, 'resources', 'requests')['storage']));
  if (is === undefined || becomes === undefined || becomes >= is) return [];
  const path = ['resources', 'requests', 'storage'].join('.');
  return differences(
    `spec.${path}`,
    mapIn(live, 'resources', 'requests')['storage'],
    mapIn(wanted, 'resources', 'requests')['storage'],
  );
}

function withGroup(roleRef: JsonObject): JsonObject {
  return { apiGroup: 'rbac.authorization.k8s.io', ...roleRef };
}

function fixedContent(wanted: WantedObject, live: LiveObject): readonly FixedDifference[] {
  const stands = live as unknown as JsonObject;
  const type =
    wanted.kind === 'Secret' && wanted['type'] !== undefined ? differences('type', stands['type'], wanted['type']) : [];
  if (stands['immutable'] !== true) return type;
  const content = ['data', 'binaryData'].flatMap((field) => {
    const becomes = field === 'data' ? dataOf(wanted) : mapIn(wanted, field);
    const is = mapIn(stands, field);
    // What is in our copy only by metadata can't be compared.
    if (stands[field] === undefined && Object.keys(becomes).length === 0) return [];
    return differences(field, is, becomes);
  });
  const seal = wanted['immutable'] === false ? differences('immutable', true, false) : [];
  return [...type, ...seal, ...content.map(({ path }) => ({ path }))];
}

/** `stringData` is another way to write `data`. */
function dataOf(wanted: WantedObject): JsonObject {
  const written = Object.entries(mapIn(wanted, 'stringData')).map(([key, text]) => [
    key,
    Buffer.from(String(text)).toString('base64'),
  ]);
  return { ...mapIn(wanted, 'data'), ...Object.fromEntries(written) };
}

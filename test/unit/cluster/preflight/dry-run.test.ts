import { describe, expect, test } from '@jest/globals';
import { ApiRefusal } from '../../../../src/cluster/api/cluster-port.ts';
import type { LiveObject, WantedObject, WrittenKind } from '../../../../src/cluster/kubernetes-object.ts';
import { dryRunFindings } from '../../../../src/cluster/preflight/dry-run.ts';
import { RemoteError } from '../../../../src/report/index.ts';

const object = (kind: WrittenKind, name: string) =>
  ({ apiVersion: 'v1', kind, metadata: { name, namespace: 'keep' } }) as WantedObject;
const placed = (kind: WrittenKind, name: string, line?: number) => ({
  object: object(kind, name),
  ...(line !== undefined && { placeFor: () => ({ file: 'client.yml', line }) }),
});
const refusal = (status: number, message: string) => new ApiRefusal(message, status, 'Reason');
/** An API server that throws for the objects named, and takes the others. */
const server =
  (refusals: Readonly<Record<string, Error>> = {}) =>
  async (wanted: WantedObject) => {
    const error = refusals[wanted.metadata.name];
    if (error !== undefined) throw error;
    return { metadata: { name: wanted.metadata.name } } as LiveObject;
  };

describe('what would be refused', () => {
  test('is told for every object at once, with its place', async () => {
    const findings = await dryRunFindings(
      server({ a: refusal(422, 'spec.replicas: Invalid value'), c: refusal(409, 'spec belongs to kubectl') }),
      [placed('StatefulSet', 'a', 3), placed('Service', 'b', 9), placed('Service', 'c', 12)],
    );
    expect(findings).toEqual([
      {
        severity: 'error',
        file: 'client.yml',
        line: 3,
        message: 'StatefulSet a would be refused: spec.replicas: Invalid value',
      },
      {
        severity: 'error',
        file: 'client.yml',
        line: 12,
        message: 'Service c would be refused: spec belongs to kubectl',
      },
    ]);
  });

  test('by one line of a template is told once, with the objects that are made from it', async () => {
    const names = ['a-0', 'a-1', 'b-0', 'b-1', 'other'];
    const refusals = Object.fromEntries(names.map((name) => [name, refusal(422, `"${name}" is invalid: too much`)]));
    const findings = await dryRunFindings(
      server({ ...refusals, other: refusal(422, '"other" is invalid: too little') }),
      [
        placed('StatefulSet', 'a-0', 3),
        placed('StatefulSet', 'a-1', 3),
        placed('Service', 'b-0'),
        placed('Service', 'b-1'),
        placed('StatefulSet', 'other', 3),
      ],
    );
    expect(findings.map(({ line, message }) => [line, message])).toEqual([
      [3, 'StatefulSet a-0 would be refused (and so would a-1): "a-0" is invalid: too much'],
      [undefined, 'Service b-0 would be refused: "b-0" is invalid: too much'],
      [undefined, 'Service b-1 would be refused: "b-1" is invalid: too much'],
      [3, 'StatefulSet other would be refused: "other" is invalid: too little'],
    ]);
  });

  test.each([
    [
      'an immutable field, with the recipe',
      422,
      "updates to statefulset spec for fields other than 'replicas'",
      /--cascade=orphan/,
    ],
    [
      'an unknown field, though it comes as 500',
      500,
      'failed to create typed patch object (): .spec.typo: field not declared in schema',
      /field not declared/,
    ],
    [
      'a quantity that is none, though it comes as 500',
      500,
      "failed to convert new object (a; apps/v1, Kind=StatefulSet) to proper version: unable to parse quantity's suffix",
      /unable to parse quantity/,
    ],
    ['a quota, though it comes as 403', 403, 'statefulsets "a" is forbidden: exceeded quota: small', /exceeded quota/],
    ['an admission policy', 403, 'admission webhook "images" denied the request: no', /denied the request/],
  ])('is %s', async (_, status, message, expected) => {
    const findings = await dryRunFindings(server({ a: refusal(status, message) }), [placed('StatefulSet', 'a')]);
    expect(findings).toEqual([{ severity: 'error', message: expect.stringMatching(expected) }]);
  });
});

describe('what couldn’t be tried', () => {
  test.each([
    [
      'the credentials',
      403,
      'statefulsets.apps "a" is forbidden: User "x" cannot patch resource "statefulsets"',
      'because the credentials of the kubeconfig may not write statefulsets',
    ],
    [
      'a webhook',
      400,
      'admission webhook "w" does not support dry run',
      'because an admission webhook of the cluster takes part in no dry run',
    ],
  ])('because of %s is said once for all, and is no error', async (_, status, message, expected) => {
    const names = ['a', 'b', 'c', 'd'];
    const refusals = Object.fromEntries(names.map((name) => [name, refusal(status, message)]));
    const findings = await dryRunFindings(
      server(refusals),
      names.map((name) => placed('StatefulSet', name)),
    );
    expect(findings).toEqual([{ severity: 'warning', message: expect.stringContaining(expected) }]);
    expect(findings[0]?.message).toMatch(
      /^4 objects could not be tried out .*: StatefulSet a, StatefulSet b, StatefulSet c and 1 more\./,
    );
  });

  test('because its Role is only about to be written is no error', async () => {
    const gone = refusal(404, 'roles.rbac.authorization.k8s.io "r" not found');
    const findings = await dryRunFindings(server({ b: gone }), [placed('Role', 'r'), placed('RoleBinding', 'b')]);
    expect(findings).toEqual([
      { severity: 'warning', message: expect.stringContaining('written by the same roll-out') },
    ]);
    expect(await dryRunFindings(server({ b: gone }), [placed('RoleBinding', 'b')])).toMatchObject([
      { severity: 'error' },
    ]);
  });
});

test.each([
  ['is away', new RemoteError('no answer')],
  ['fails by itself', refusal(503, 'etcd is gone')],
])('an API server that %s is no verdict about an object', async (_, error) => {
  await expect(dryRunFindings(server({ a: error }), [placed('StatefulSet', 'a')])).rejects.toThrow(error.message);
});

test('sixteen are tried at a time', async () => {
  let now = 0;
  let most = 0;
  const slow = async (wanted: WantedObject) => {
    most = Math.max(most, ++now);
    await new Promise((resolve) => setImmediate(resolve));
    now--;
    return { metadata: { name: wanted.metadata.name } } as LiveObject;
  };
  const many = Array.from({ length: 50 }, (_, index) => placed('StatefulSet', `c${index}`));
  expect(await dryRunFindings(slow, many)).toEqual([]);
  expect(most).toBe(16);
});

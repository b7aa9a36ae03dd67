import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cluster, RolledTo } from '../../src/cluster/index.ts';
import { UserError } from '../../src/report/index.ts';
import { type ControlPlane, startControlPlane } from '../../tools/servers/index.ts';
import { poll } from '../../tools/servers/process.ts';
import { recordingLog } from '../unit/cluster/recording-log.ts';
import { client, createRig, type Rig, results } from './cluster-fixture.ts';

let plane: ControlPlane;
beforeAll(async () => {
  plane = await startControlPlane({ nodes: 1 });
});
afterAll(() => plane?.stop());

async function make(path: string, json: object): Promise<void> {
  const { status, body } = await plane.ask(path, { method: 'POST', json });
  if (status !== 201) throw new Error(`${path}: ${body}`);
}

async function setQuota({ namespace }: Rig, hard: Readonly<Record<string, string>>): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/resourcequotas`;
  await make(path, { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'small', namespace }, spec: { hard } });
  await poll(async () => {
    const { status } = JSON.parse((await plane.ask(`${path}/small`)).body) as { status?: { used?: object } };
    return Object.keys(hard).every((name) => Object.hasOwn(status?.used ?? {}, name));
  }, AbortSignal.timeout(60_000));
}

async function countOf({ namespace }: Rig, plural: string): Promise<number> {
  const { body } = await plane.ask(`/api/v1/namespaces/${namespace}/${plural}`);
  return (JSON.parse(body) as { items: readonly object[] }).items.length;
}

/** Nothing in a namespace can be made whose name begins so. */
async function refuseNames({ namespace }: Rig, cluster: Cluster, prefix: string): Promise<void> {
  const root = '/apis/admissionregistration.k8s.io/v1';
  const name = `refuses-in-${namespace}`;
  const apiVersion = 'admissionregistration.k8s.io/v1';
  await make(`${root}/validatingadmissionpolicies`, {
    ...{ apiVersion, kind: 'ValidatingAdmissionPolicy', metadata: { name } },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['secrets'] }],
      },
      validations: [{ expression: `!object.metadata.name.startsWith('${prefix}')`, message: 'no such name here' }],
    },
  });
  await make(`${root}/validatingadmissionpolicybindings`, {
    ...{ apiVersion, kind: 'ValidatingAdmissionPolicyBinding', metadata: { name } },
    spec: { policyName: name, validationActions: ['Deny'] },
  });
  const object = { apiVersion: 'v1', kind: 'Secret', metadata: { name: `${prefix}-try`, namespace } } as const;
  const isRefused = () =>
    cluster.apply(object, { dryRun: true }).then(
      () => false,
      () => true,
    );
  await poll(isRefused, AbortSignal.timeout(60_000));
}

const network = (image = 'a') => [client('b0', 'bootstrap', { image }), client('s0', 'standard', { image })];
const failure = (rolling: Promise<RolledTo>): Promise<unknown> => rolling.catch((error: unknown) => error);
const writes = ({ namespace }: Rig) => plane.auditLog.writes({ userAgent: 'keep-deploy', namespace }).length;

describe('a quota that is used up', () => {
  test('for the record alone is found before a client is touched, and told as a quota with what is used, and not as a permission', async () => {
    const rig = await createRig(plane, 'quota-of-record', recordingLog().log);
    expect((await rig.roll(network())).outcome).toBe('deployed');
    await setQuota(rig, { secrets: String(await countOf(rig, 'secrets')) });
    const before = writes(rig);

    const error = await failure(rig.roll(network('b')));
    expect(error).toBeInstanceOf(UserError);
    const { findings, advice } = error as UserError;
    const says =
      /^the roll-out record could not be written: .*exceeded quota: small, requested: secrets=1, used: secrets=(\d+), limited: secrets=\1\. That is no lack of a permission: the namespace's quota is used up\. Have ResourceQuota small raised/;
    expect(findings).toEqual([{ message: expect.stringMatching(says) }]);
    expect(advice).toBe('nothing was written to the cluster');
    const planned = await rig.plan(network('b'));
    expect(planned.findings.filter(({ severity }) => severity === 'error')).toEqual([
      { severity: 'error', message: expect.stringMatching(says) },
    ]);
    expect(writes(rig)).toBe(before);

    // One object alone is not worth a try of the record's: writing that says the same.
    const ofOne = (await failure(rig.roll([...network('b').slice(0, 1), ...network().slice(1)]))) as UserError;
    expect(ofOne.findings).toEqual([{ message: expect.stringMatching(says) }]);
    expect(ofOne.advice).toBe('no client was touched: nothing was written to them');
    expect((await rig.roll(network())).outcome).toBe('unchanged');
  });

  test('before a first release is told of each object at once, the record’s own among them', async () => {
    const rig = await createRig(plane, 'quota-of-all', recordingLog().log);
    await setQuota(rig, { secrets: '0', configmaps: String(await countOf(rig, 'configmaps')) });
    const error = await failure(rig.roll(network()));
    expect(error).toBeInstanceOf(UserError);
    const told = (error as UserError).findings.map(({ message }) => message);
    expect(told.filter((message) => /Have ResourceQuota small raised/.test(message))).toEqual(told);
    const begins = [/^the roll-out record .*secrets=1/, /^the roll-out record .*configmaps=1/];
    const alike = [
      /^Secret b0-keyfile-\w+ would be refused \(and so would s0-keyfile-/,
      /^ConfigMap b0-config-.* s0-config-/,
    ];
    for (const begin of [...begins, ...alike]) {
      expect(told).toContainEqual(expect.stringMatching(begin));
    }
    expect(writes(rig)).toBe(0);
  });
});

test('a quota that has no room for the lock leaves everything as it is, says so, and is the user’s to mend', async () => {
  const rig = await createRig(plane, 'quota-of-lock', recordingLog().log);
  await setQuota(rig, { 'count/leases.coordination.k8s.io': '0' });
  const error = (await failure(rig.roll(network()))) as UserError;
  expect(error.findings).toEqual([
    { message: expect.stringMatching(/^the lock could not be taken: .*exceeded quota: small, .*used: count\/leases/) },
  ]);
  expect(error.advice).toBe('no client was touched: nothing was written to them');
  expect(writes(rig)).toBe(0);
});

test('a rule of the cluster that shows only when the record is written leaves every client as it is, says so, and is the user’s to mend', async () => {
  const rig = await createRig(plane, 'rule-of-record', recordingLog().log);
  const { cluster } = rig;
  expect((await rig.roll(network())).outcome).toBe('deployed');
  await refuseNames(rig, cluster, 'keep-deploy-record-0');
  const error = await failure(rig.roll(network('b')));
  expect(error).toBeInstanceOf(UserError);
  const { findings, advice } = error as UserError;
  expect(findings).toEqual([
    {
      message: expect.stringMatching(
        /^the roll-out record could not be written: .*refuses-in-rule-of-record.* denied request: no such name here\. That is no lack of a permission: a rule of the cluster/,
      ),
    },
  ]);
  expect(advice).toBe('no client was touched: nothing was written to them');
  const again = await rig.roll(network());
  expect([again.outcome, results(again)]).toEqual(['unchanged', ['b0 unchanged', 's0 unchanged']]);
});

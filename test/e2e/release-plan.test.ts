import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { exampleAccounts } from '../../tools/generate-example-accounts.ts';
import { expectExit } from './release-process.ts';
import { create, creations, image, openStage, type Scene, type Stage, transactions, until } from './release-scene.ts';

const none = { transactions: 0, clusterWrites: 0, podsCreated: 0, storeWrites: 0 };
const release = ['release', '--image', image, '--smoke-timeout', '5s'];
/** What a plan has to do without. */
const keyless = { CONTRACT_OWNER_PRIVATE_KEY: undefined, KEEP_DEPLOY_DIGEST_KEY: undefined };

let stage: Stage;
let scene: Scene;
/** The kubeconfig of somebody who has the Role that is published for plans. */
let onlooker: string;
/** That of somebody who is known, and may do nothing. */
let visitor: string;

beforeAll(async () => {
  stage = await openStage();
  scene = await stage.openScene('planned');
  onlooker = await createOnlooker(stage, scene.namespace);
  visitor = stage.cluster.writeKubeconfig({ commonName: 'visitor' });
});
afterAll(async () => stage?.stop());

describe('a plan of a first release', () => {
  // Also forgets the faults.
  afterEach(() => stage.storage.reset());

  test('goes through to the end without a key, as somebody who may only look, on a store that takes no writes', async () => {
    const refused = refuseStoreWrites();
    const plan = await scene.run([...release, '--mode', 'plan'], { env: { ...keyless, KUBECONFIG: onlooker } });
    expectExit(plan, 0);
    expect(await scene.count()).toEqual(none);
    expect(refused.strikes()).toBe(0);
    // Whoever asks what he may do POSTs the question, which is stored nowhere.
    const asked = stage.cluster.auditLog.events({ user: 'onlooker' }).filter(({ verb }) => !/^(get|list)$/.test(verb));
    expect(asked.map(({ verb, resource }) => `${verb} ${resource}`)).toEqual(['create selfsubjectrulesreviews']);
    expect(plan.output).toContain('These credentials may look and not write: an apply needs those of docs/rbac.yaml');
    expect(Object.fromEntries(plan.outputs)).toMatchObject({
      changed: 'true',
      transactions: '0',
      writes: '0',
      release: '',
      contracts: '',
      configurations: '',
    });
    expect(plan.output).toContain('secret parts not compared');
    for (const client of exampleAccounts) expect(plan.output).toMatch(new RegExp(`keep-client-${client}: create`));
  });

  test.each([
    { step: ['migrate-contracts'], says: 'create KeepToken' },
    { step: ['render-client-config'], says: 'secret parts not compared' },
    { step: ['roll-deployment', '--image', image], says: 'keep-client-4: create' },
    { step: ['push-artifact', '--name', 'files', '--version', '1', '--files', 'contracts.yml'], says: 'contracts.yml' },
  ])('of $step.0 alone writes nothing either', async ({ step, says }) => {
    const refused = refuseStoreWrites();
    const plan = await scene.run([...step, '--mode', 'plan'], { env: { ...keyless, KUBECONFIG: onlooker } });
    expect(expectExit(plan, 0).output).toContain(says);
    const clients = JSON.parse(plan.outputs.get('clients') ?? '[]');
    const created = { client: 'keep-client-4', role: 'standard', result: 'create' };
    expect(clients).toEqual(step[0] === 'roll-deployment' ? expect.arrayContaining([created]) : []);
    expect(await scene.count()).toEqual(none);
    expect(refused.strikes()).toBe(0);
  });

  test('of smoke-test has nothing to look at, and says so', async () => {
    const plan = await scene.run(['smoke-test', '--mode', 'plan'], { env: { ...keyless, KUBECONFIG: onlooker } });
    expect(expectExit(plan, 2).output).toContain('has no release yet');
    expect(await scene.count()).toEqual(none);
  });
});

describe('what apply needs and lacks is told before anything is written', () => {
  test.each([
    { variable: 'CONTRACT_OWNER_PRIVATE_KEY', step: release },
    { variable: 'CHAIN_RPC_URL', step: release },
  ])('$variable', async ({ variable, step }) => {
    const run = await scene.run(step, { env: { [variable]: undefined } });
    expect(expectExit(run, 2).output).toContain(variable);
    expect(await scene.count()).toEqual(none);
  });

  test.each(['KEEP_DEPLOY_DIGEST_KEY', 'CHAIN_WS_URL'])('%s, before the first transaction', async (variable) => {
    const run = await scene.run(release, { env: { [variable]: undefined } });
    expect(expectExit(run, 2).output).toContain(variable);
    expect(await scene.count()).toEqual(none);
  });
});

describe('a store in a directory', () => {
  let local: Scene;
  beforeAll(async () => {
    local = await stage.openScene('local', { store: 'file:releases' });
  });

  test('is refused on a runner whose disk is thrown away, before anything is sent', async () => {
    const run = await local.run(['migrate-contracts'], { env: { RUNNER_ENVIRONMENT: 'github-hosted' } });
    expect(expectExit(run, 2).output).toContain('would be lost');
    expect(await local.count()).toEqual(none);
  });

  test('is good for a plan there, which writes nothing to it', async () => {
    const env = { RUNNER_ENVIRONMENT: 'github-hosted' };
    expectExit(await local.run(['migrate-contracts', '--mode', 'plan'], { env }), 0);
    expect(existsSync(join(local.workspace, 'releases'))).toBe(false);
  });

  test("is good under act, whose disk is the caller's, and keeps what was done", async () => {
    const env = { RUNNER_ENVIRONMENT: 'github-hosted', ACT: 'true' };
    expectExit(await local.run(['migrate-contracts'], { env }), 0);
    const again = expectExit(await local.run(['migrate-contracts'], { env }), 0);
    expect(again.outputs.get('changed')).toBe('false');
    expect(await local.count()).toMatchObject({ transactions });
  });
});

describe('somebody who may do nothing', () => {
  test.each([
    { mode: 'apply', step: ['release', '--image', image], last: 'nothing was written to the cluster', lacks: 'patch' },
    {
      mode: 'plan',
      step: ['roll-deployment', '--image', image],
      last: 'nothing was written to the cluster',
      lacks: 'list',
    },
  ])(
    'is told at once all that $mode needs, with the lines of the Role, and it is a mistake of theirs',
    async ({ mode, step, last, lacks }) => {
      const run = expectExit(await scene.run([...step, '--mode', mode], { env: { KUBECONFIG: visitor } }), 2);
      for (const resource of ['namespaces', 'pods', 'statefulsets', 'secrets', 'configmaps', 'services']) {
        expect(run.output).toMatch(new RegExp(`may not .*resources: \\[${resource}\\], verbs: \\[`));
      }
      expect(run.output).toMatch(new RegExp(`resources: \\[statefulsets\\], verbs: \\[[a-z, ]*${lacks}`));
      expect(run.output).toContain(last);
      expect(await scene.count()).toEqual(none);
    },
  );
});

describe('a release', () => {
  test('deploys all of it once', async () => {
    const run = await scene.run(release);
    expectExit(run, 0);
    const deeds = await scene.deeds();
    expect(deeds).toHaveLength(transactions);
    expect(deeds.filter(({ created, isSuccess }) => created && isSuccess)).toHaveLength(creations);
    expect(await scene.count()).toMatchObject({ podsCreated: 10 });
    expect(run.outputs.get('changed')).toBe('true');
  });

  test('that is already out changes nothing anywhere: no transaction, no write, no pod', async () => {
    const before = await scene.count();
    const run = await scene.run(release);
    expectExit(run, 0);
    expect(await scene.count()).toEqual(before);
    expect(Object.fromEntries(run.outputs)).toMatchObject({ changed: 'false', transactions: '0', writes: '0' });
  });

  test('that is already out needs no private key, and a plan without any key sees that nothing would change', async () => {
    const before = await scene.count();
    const apply = await scene.run(release, { env: { CONTRACT_OWNER_PRIVATE_KEY: undefined } });
    expectExit(apply, 0);
    const plan = await scene.run([...release, '--mode', 'plan'], { env: { ...keyless, KUBECONFIG: onlooker } });
    expectExit(plan, 0);
    expect(plan.outputs.get('changed')).toBe('false');
    expect(plan.output).toContain('secret parts not compared');
    expect(await scene.count()).toEqual(before);
  });

  test('of one client with another setting rolls that client alone', async () => {
    const before = await scene.count();
    const workspace = scene.checkOut('one-setting');
    const clients = join(workspace, 'clients.yml');
    const text = readFileSync(clients, 'utf8');
    writeFileSync(
      clients,
      text.replace('key: account-4 }', 'key: account-4 }\n    configuration: { Metrics: { Port: 9611 } }'),
    );
    const written = writesToStatefulSets();
    const run = await scene.run(release, { workspace });
    expectExit(run, 0);
    expect((await scene.count()).transactions).toBe(before.transactions);
    // Pods aren't counted: a simulated node may delete a pod by name after its successor is there.
    expect(writesToStatefulSets() - written).toBe(1);
    expect(run.output).toContain('keep-client-4: update: the configuration changed');
  });
});

function writesToStatefulSets(): number {
  const filter = { namespace: scene.namespace, user: 'kubernetes-admin', resource: 'statefulsets' };
  return stage.cluster.auditLog.writes(filter).length;
}

function refuseStoreWrites() {
  const rule = { fault: { type: 'answer-instead', status: 403 }, object: new RegExp(`^${scene.prefix}`) } as const;
  const kinds = (['write', 'delete'] as const).map((kind) => stage.storage.failNext({ ...rule, kind, times: 1000 }));
  return { strikes: () => kinds.reduce((sum, planned) => sum + planned.strikes(), 0) };
}

async function createOnlooker({ cluster }: Stage, namespace: string): Promise<string> {
  const roles = `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}`;
  const apiGroup = 'rbac.authorization.k8s.io';
  const published = readFileSync(join(import.meta.dirname, '../../docs/rbac-plan.yaml'), 'utf8');
  const [role] = parseAllDocuments(published).map((document) => document.toJS() as { rules: readonly object[] });
  const version = { apiVersion: `${apiGroup}/v1` };
  await create(cluster, `${roles}/roles`, {
    ...version,
    kind: 'Role',
    metadata: { name: 'onlooker' },
    rules: role?.rules,
  });
  await create(cluster, `${roles}/rolebindings`, {
    ...version,
    kind: 'RoleBinding',
    metadata: { name: 'onlooker' },
    roleRef: { apiGroup, kind: 'Role', name: 'onlooker' },
    subjects: [{ apiGroup, kind: 'User', name: 'onlooker' }],
  });
  // The authorizer follows Roles and bindings by watches of its own.
  const json = {
    ...{ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview' },
    spec: { user: 'onlooker', resourceAttributes: { namespace, verb: 'list', resource: 'pods' } },
  };
  await until('the onlooker may look', async () => {
    const { body } = await cluster.ask('/apis/authorization.k8s.io/v1/subjectaccessreviews', { method: 'POST', json });
    return (JSON.parse(body) as { status: { allowed: boolean } }).status.allowed;
  });
  return cluster.writeKubeconfig({ commonName: 'onlooker' });
}

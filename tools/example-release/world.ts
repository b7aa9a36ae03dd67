import { exampleAccounts, examplePassword } from '../generate-example-accounts.ts';
import { startAnvil, startCloudStorage, startControlPlane, startPods } from '../servers/index.ts';
import { whyNoPods } from '../servers/pods-packages.ts';

/** One environment of the example: a chain and a namespace of its own. */
export interface ExampleEnvironment {
  readonly name: 'keep-test' | 'keep-second';
  readonly rpcUrl: string;
  readonly wsUrl: string;
  readonly deployerKey: string;
}

/** Everything the example's releases meet: two chains, a bucket, a cluster, and real pods where this machine can run them. */
export type ExampleWorld = Awaited<ReturnType<typeof startExampleWorld>>;

const bucket = 'keep-test-releases';

/** Why pods are only simulated here, or undefined. */
export const whySimulated = whyNoPods;

/** @param reason why pods are to be simulated; undefined for real ones. */
export async function startExampleWorld(progress: (line: string) => void, reason = whyNoPods()) {
  const started: { stop(): Promise<void> }[] = [];
  const keep = async <S extends { stop(): Promise<void> }>(starting: Promise<S>): Promise<S> => {
    const server = await starting;
    started.push(server);
    return server;
  };
  const stop = async () => {
    for (const server of started.reverse()) await server.stop();
  };
  try {
    const hasPods = reason === undefined;
    const [storage, cluster, ...chains] = await Promise.all([
      keep(startCloudStorage()),
      keep(startControlPlane(hasPods ? {} : { nodes: 1 })),
      keep(startAnvil()),
      keep(startAnvil()),
    ]);
    await storage.createBucket(bucket);
    const pods = hasPods ? await keep(startPods(cluster, { progress })) : undefined;
    const image = pods ? await pods.buildClientImage() : `registry.invalid/keep-client@sha256:${'0'.repeat(64)}`;
    const reach = (url: string) => pods?.reach(url) ?? Promise.resolve(url);
    const environments = await Promise.all(
      chains.map(async (chain, index): Promise<ExampleEnvironment> => {
        const name = index === 0 ? 'keep-test' : 'keep-second';
        await createNamespace(cluster, name);
        const [rpcUrl, wsUrl] = await Promise.all([reach(chain.rpcUrl), reach(chain.wsUrl)]);
        return { name, rpcUrl, wsUrl, deployerKey: chain.accounts[0]?.privateKey ?? '' };
      }),
    );
    const [first, second] = environments;
    if (first === undefined || second === undefined) throw new Error('two chains were started');
    return { storage, cluster, pods, image, first, second, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** With what a user makes once by hand: the namespace, and the Secret with the keyfiles' passwords. */
async function createNamespace(cluster: Awaited<ReturnType<typeof startControlPlane>>, name: string): Promise<void> {
  const passwords = Object.fromEntries(exampleAccounts.map((account) => [`account-${account}`, examplePassword]));
  const objects = [
    { path: '/api/v1/namespaces', object: { kind: 'Namespace', metadata: { name } } },
    {
      path: `/api/v1/namespaces/${name}/secrets`,
      object: { kind: 'Secret', metadata: { name: 'eth-account-passphrases' }, stringData: passwords },
    },
  ];
  for (const { path, object } of objects) {
    const { status, body } = await cluster.ask(path, { method: 'POST', json: { apiVersion: 'v1', ...object } });
    if (status !== 201) throw new Error(`${path}: ${status} ${body}`);
  }
}

import { failureRules } from '../../src/cluster/judge/failure-rules.ts';
import type { ExampleEnvironment, ExampleWorld } from '../../tools/example-release/world.ts';

export interface Diagnostics {
  readonly client_info: { readonly network_id: string };
  readonly connected_peers: readonly { readonly network_id: string }[];
}

/** What a client says of itself. */
export async function diagnosticsOf({ cluster }: ExampleWorld, { name }: ExampleEnvironment, client: string) {
  const path = `/api/v1/namespaces/${name}/pods/${client}-0:9602/proxy/diagnostics`;
  return JSON.parse((await cluster.ask(path)).body) as Diagnostics;
}

export interface SeenPod {
  readonly uid: string;
  readonly image: string | undefined;
  readonly restarts: number;
  readonly isReady: boolean;
}

interface ListedPod {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly spec: { readonly containers: readonly { readonly image: string }[] };
  readonly status: {
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number }[];
  };
}

/** By name. */
export async function podsOf(world: ExampleWorld, { name }: ExampleEnvironment): Promise<ReadonlyMap<string, SeenPod>> {
  const pods = await list<ListedPod>(world, `/api/v1/namespaces/${name}/pods`);
  return new Map(
    pods.map(({ metadata, spec, status }) => [
      metadata.name,
      {
        uid: metadata.uid,
        image: spec.containers[0]?.image,
        restarts: status.containerStatuses?.[0]?.restartCount ?? 0,
        isReady: status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false,
      },
    ]),
  );
}

interface Listed {
  readonly metadata: { readonly name: string; readonly labels?: object; readonly annotations?: object };
  readonly spec?: object;
  readonly data?: object;
}

/** What a release leads a namespace to: what its objects say, Secrets too, without what is kept of the way there. */
export async function networkState(world: ExampleWorld, { name }: ExampleEnvironment) {
  const paths = {
    Secret: `/api/v1/namespaces/${name}/secrets`,
    Service: `/api/v1/namespaces/${name}/services`,
    PodDisruptionBudget: `/apis/policy/v1/namespaces/${name}/poddisruptionbudgets`,
    StatefulSet: `/apis/apps/v1/namespaces/${name}/statefulsets`,
  };
  const kinds = Object.entries(paths).map(async ([kind, path]) => {
    const objects = (await list<Listed>(world, path)).filter(
      ({ metadata }) => !metadata.name.startsWith('keep-deploy'),
    );
    const said = objects.map(({ metadata: { name, labels, annotations }, spec, data }) => ({
      ...{ name, labels, annotations, spec, data },
    }));
    return [kind, said] as const;
  });
  return Object.fromEntries(await Promise.all(kinds));
}

async function list<Item>({ cluster }: ExampleWorld, path: string): Promise<readonly Item[]> {
  const { status, body } = await cluster.ask(path);
  if (status !== 200) throw new Error(`GET ${path}: ${status} ${body}`);
  return (JSON.parse(body) as { items: Item[] }).items;
}

/** The lines about one failed client, from its headline to what to do. */
export function failureTold(output: string, client: string): readonly string[] {
  const lines = output.split('\n').map((line) => line.trim());
  const advices: ReadonlySet<string> = new Set(Object.values(failureRules).map(({ advice }) => advice));
  const begin = lines.findIndex((line) => line.startsWith(`error: ${client} (`));
  const end = lines.findIndex((line, index) => index > begin && advices.has(line));
  if (begin < 0 || end < 0) throw new Error(`nothing is told of ${client}:\n${output}`);
  return lines.slice(begin, end + 1).map((line) => line.replace(/^error: /, ''));
}

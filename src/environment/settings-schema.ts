import * as v from 'valibot';
import { chainSchema, clusterSettings } from './room-schemas.ts';
import { labelSchema, relativePathSchema } from './text-schemas.ts';

/** What the parts of an environment are that not every step needs. */
export const partDescriptions = {
  chain: 'the chain the contracts are deployed to, and who deploys them',
  cluster: 'where the clients run',
  contracts: 'the file that describes the contract set',
  clients: 'the file that describes the clients',
} as const;

const storeExpected = 'expected gs://BUCKET, gs://BUCKET/PREFIX, or file: and a folder relative to this file';

const storeSchema = v.pipe(
  v.string(storeExpected),
  v.regex(
    /^(?:gs:\/\/[a-z0-9][-_.a-z0-9]{1,220}[a-z0-9](?:\/[\w-][\w.-]*)*\/?|file:(?!\/\/)[^\\\0$]+)$/,
    storeExpected,
  ),
  v.description('where contract records, releases, journals and pointers are kept'),
);

const { chain, cluster, contracts, clients } = partDescriptions;

/** All steps need the store; each knows which of the other parts it needs. */
const environmentSchema = v.pipe(
  v.strictObject({
    chain: v.optional(v.pipe(chainSchema, v.description(chain))),
    store: storeSchema,
    cluster: v.optional(v.pipe(clusterSettings, v.description(cluster))),
    contracts: v.optional(relativePathSchema(contracts)),
    clients: v.optional(relativePathSchema(clients)),
  }),
  v.description('one target: a chain, a cluster and namespace, a store'),
);

/** keep-deploy.yml. */
export const settingsSchema = v.strictObject({
  environments: v.pipe(
    v.record(labelSchema("an environment's name"), environmentSchema),
    v.minEntries(1, 'expected at least one environment'),
    v.description('environment name → its chain, store, cluster, contract set and clients'),
  ),
});

export type EnvironmentSettings = v.InferOutput<typeof environmentSchema>;

import * as v from 'valibot';
import { chainSchema, clusterSettings } from './room-schemas.ts';
import { labelSchema, relativePathSchema } from './text-schemas.ts';

const storeExpected = 'expected gs://BUCKET, gs://BUCKET/PREFIX, or file: and a folder relative to this file';

const storeSchema = v.pipe(
  v.string(storeExpected),
  v.regex(
    /^(?:gs:\/\/[a-z0-9][-_.a-z0-9]{1,220}[a-z0-9](?:\/[\w-][\w.-]*)*\/?|file:(?!\/\/)[^\\\0$]+)$/,
    storeExpected,
  ),
  v.description('where contract records, releases, journals and pointers are kept'),
);

const environmentSchema = v.pipe(
  v.strictObject({
    chain: v.pipe(chainSchema, v.description('the chain the contracts are deployed to, and who deploys them')),
    store: storeSchema,
    cluster: v.pipe(clusterSettings, v.description('where the clients run')),
    contracts: relativePathSchema('the file that describes the contract set'),
    clients: relativePathSchema('the file that describes the clients'),
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

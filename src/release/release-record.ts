import * as v from 'valibot';
import type { Manifest } from '../cluster/index.ts';
import { RemoteError } from '../report/index.ts';
import {
  type Address,
  canonicalJson,
  type Digest,
  digestOf,
  type Json,
  parseAddress,
  parseDigest,
} from '../values/index.ts';

const digest = v.pipe(
  v.string(),
  v.regex(/^sha256:[0-9a-f]{64}$/),
  v.transform((text): Digest => parseDigest(text)),
);
const address = v.pipe(
  v.string(),
  v.regex(/^0x[0-9a-fA-F]{40}$/),
  v.transform((text): Address => parseAddress(text)),
);
const tree = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((value) => value as Manifest['service']),
);

const clientSchema = v.strictObject({
  name: v.string(),
  role: v.string(),
  address,
  peerId: v.string(),
  image: v.string(),
  /** Where the keyfile stands in the repository, and a keyed digest of it: its text is never stored. */
  keyfile: v.strictObject({ file: v.string(), digest }),
  password: v.strictObject({ secret: v.string(), key: v.string() }),
});

const releaseSchema = v.strictObject({
  version: v.literal(1),
  environment: v.string(),
  namespace: v.string(),
  contracts: digest,
  configurations: digest,
  roles: v.array(v.string()),
  manifest: v.strictObject({ statefulSet: tree, service: tree, container: v.string() }),
  configurationPath: v.string(),
  keyfilePath: v.string(),
  passwordVariable: v.string(),
  clients: v.array(clientSchema),
});

/** Everything that is needed to roll a release again, and nothing secret. Commit and run stand beside it. */
export type ReleaseRecord = v.InferOutput<typeof releaseSchema>;
export type ReleaseClient = v.InferOutput<typeof clientSchema>;

export function releaseDocument(release: ReleaseRecord): Json {
  return release as unknown as Json;
}

export function releaseDigest(release: ReleaseRecord): Digest {
  return digestOf(canonicalJson(releaseDocument(release)));
}

/** Reads a stored release. @throws RemoteError when it is none, or one of another version. */
export function parseRelease(text: string): ReleaseRecord {
  const parsed = v.safeParse(releaseSchema, JSON.parse(text));
  if (parsed.success) return parsed.output;
  const reasons = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? 'the whole'}: ${issue.message}`);
  throw new RemoteError(`the stored release can't be used by this version of keep-deploy: ${reasons.join('; ')}`);
}

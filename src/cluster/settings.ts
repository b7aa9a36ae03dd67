import * as v from 'valibot';
import { type Digest, parseDigest } from '../values/index.ts';

const label = v.pipe(
  v.string('expected text'),
  v.regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    'expected lower-case letters, digits and dashes, as Kubernetes names things',
  ),
  v.maxLength(63, 'expected at most 63 characters'),
);
const text = v.pipe(v.string('expected text'), v.nonEmpty('expected text, found an empty one'));
const mountedPath = v.pipe(text, v.regex(/^\/[^:]*[^/:]$/, 'expected an absolute path to a file in the container'));

/** `cluster:` of an environment: where its clients run, and what that cluster must prove to be. */
export const clusterSettings = v.strictObject({
  namespace: v.pipe(label, v.description('the namespace of the clients')),
  context: v.optional(v.pipe(text, v.description("the kubeconfig's context, when not its current one"))),
  'certificate-authority': v.optional(
    v.pipe(
      text,
      v.regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and the 64 hexadecimal digits of the CA bundle'),
      v.description("the digest the API server's CA bundle must have"),
      v.transform((digest): Digest => parseDigest(digest)),
    ),
  ),
  'namespace-uid': v.optional(v.pipe(text, v.description('the UID the namespace must have'))),
});
export type ClusterSettings = v.InferOutput<typeof clusterSettings>;

/**
 * A client's name names its StatefulSet and Service too. A Service's name starts with a letter, and the label
 * `controller-revision-hash` (name, dash, hash) must keep within 63 characters.
 */
export const clientName = v.pipe(
  text,
  v.regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, 'expected lower-case letters, digits and dashes, beginning with a letter'),
  v.maxLength(52, 'expected at most 52 characters'),
);

/** An image by digest, or by a tag that is looked up in its registry. */
const imageReference = v.pipe(
  text,
  v.regex(
    /^[^\s@]+(?:@sha256:[0-9a-f]{64})?$/,
    'expected an image: registry/name@sha256: and 64 hexadecimal digits, or registry/name:tag',
  ),
);

const manifestPaths = v.union(
  [text, v.pipe(v.array(text, 'expected a path or a list of paths'), v.minLength(1, 'expected at least one path'))],
  'expected a path or a list of paths',
);

/** `manifest:` of one client. */
export const ownManifest = v.optional(
  v.pipe(
    manifestPaths,
    v.description(
      "this client's own manifests (files, folders or both): its StatefulSet or Deployment and what stands beside it, named as written",
    ),
  ),
);

/** The part of clients.yml that says what runs: entries of its top level. */
export const workloadEntries = {
  manifest: v.optional(
    v.pipe(
      manifestPaths,
      v.description(
        'paths of manifests (files, folders or both), relative to this file: one StatefulSet or Deployment as the template of every client, or one that is named after each; with the Services, claims, ConfigMaps… beside it',
      ),
    ),
  ),
  container: v.pipe(label, v.description('the container that gets image, configuration, keyfile and password')),
  image: v.optional(
    v.pipe(
      imageReference,
      v.description(
        "the clients' image, by digest or by a tag that is looked up in its registry; the step's input goes before it",
      ),
    ),
  ),
};

/** `password:` at the top level: the environment variable the client reads its keyfile's password from. */
export const passwordVariable = v.strictObject({
  variable: v.pipe(
    text,
    v.regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable'),
    v.description('KEEP_ETHEREUM_PASSWORD for keep-client'),
  ),
});

/** `password:` of one client: the user's own Secret and its key. */
export const passwordReference = v.strictObject({
  secret: v.pipe(text, v.description('the name of the Secret')),
  key: v.pipe(text, v.description('the key in it')),
});

/** A path at which a file is mounted in the container. */
export const pathInContainer = mountedPath;

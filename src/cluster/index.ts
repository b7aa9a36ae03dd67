/** The cluster room: proves which cluster this is, and leads its clients from what runs to what is wanted. */

export { ApiRefusal, type Cluster } from './api/cluster-port.ts';
export { type ClusterIdentity, checkPin, identifyCluster, type PinVerdict } from './api/identity.ts';
export { type OpenClusterOptions, openCluster } from './api/open-cluster.ts';
export { askClient, type ClientQuestion, type PodReply } from './api/pod-answer.ts';
export { assumedParts } from './manifest/assumed-parts.ts';
export {
  type AssumedParts,
  type ClientObjects,
  type ComposeOptions,
  composeClient,
  composeNetwork,
  type NetworkObjects,
  type WantedClient,
} from './manifest/client-objects.ts';
export { checkManifests, type ManifestFiles, type ManifestRules, readManifests } from './manifest/manifest.ts';
export { type ManifestFile, readObjects } from './manifest/manifest-file.ts';
export { type ManifestImage, manifestImages } from './manifest/manifest-images.ts';
export { serviceNames, workloadIdentity } from './manifest/name-check.ts';
export { objectPlaces, type PlaceOf } from './manifest/object-places.ts';
export {
  checkPasswords,
  type MissingPassword,
  type PasswordCheck,
  type PasswordOwner,
} from './manifest/password-secrets.ts';
export { type ExternalReference, externalReferences } from './manifest/reference-check.ts';
export { secretData, secretDigest, secretKeys, secretTexts, withoutSecretData } from './manifest/secret-data.ts';
export type { ClientManifest, Manifest, WrittenObject } from './manifest/written-object.ts';
export { finishWayBack } from './network/finish-way-back.ts';
export { allowedFor, type Intent, identifyFor } from './network/network-access.ts';
export { podOfClient } from './network/pod-of-client.ts';
export { lookAtNetwork, planRollTo, type RolledTo, type RollToOptions, rollTo } from './network/roll-to.ts';
export { requireNoErrors } from './preflight/preflight-finding.ts';
export { createLoginSource } from './registry/login-source.ts';
export { type ImageMention, type RegistryOptions, resolveImages } from './registry/resolve-images.ts';
export { createImageComparison } from './registry/same-image.ts';
export type { FailurePolicy } from './roll/failure-policy.ts';
export { headlinesOf } from './roll/headlines.ts';
export type { NetworkPlan } from './roll/network-plan.ts';
export { reportPlan } from './roll/plan-summary.ts';
export { messageOf } from './roll/roll-failure.ts';
export type { ClientReport, RollOutcome, RollResult as RollEnd } from './roll/roll-result.ts';
export {
  type ClusterSettings,
  clientName,
  clusterSettings,
  ownManifest,
  passwordReference,
  passwordVariable,
  pathInContainer,
  workloadEntries,
} from './settings.ts';

/** The cluster room: proves which cluster this is, and leads its clients from what runs to what is wanted. */

export { ApiRefusal, type Cluster } from './api/cluster-port.ts';
export { type ClusterIdentity, checkPin, identifyCluster, type PinVerdict } from './api/identity.ts';
export { type OpenClusterOptions, openCluster } from './api/open-cluster.ts';
export { askClient, type ClientQuestion, type PodReply } from './api/pod-answer.ts';
export { type ClientFailure, describeFailure } from './judge/client-failure.ts';
export {
  type ClientObjects,
  type ComposeOptions,
  composeClient,
  type NetworkObjects,
  type WantedClient,
} from './manifest/client-objects.ts';
export { type Manifest, readManifest } from './manifest/manifest.ts';
export type { ManifestRules } from './manifest/manifest-check.ts';
export {
  checkPasswords,
  type MissingPassword,
  type PasswordCheck,
  type PasswordOwner,
} from './manifest/password-secrets.ts';
export { assumedNames, type ObservedClient, observeClients } from './roll/observed-clients.ts';
export { rehearse } from './roll/rehearsal.ts';
export type { ClientOutcome } from './roll/roll-client.ts';
export { type RollOutOptions, type RollOutResult, rollOut } from './roll/roll-out.ts';
export { planRollout, type RolloutStep, type Wave } from './roll/rollout-plan.ts';
export {
  type ClusterSettings,
  clientName,
  clusterSettings,
  imageByDigest,
  passwordReference,
  passwordVariable,
  pathInContainer,
  workloadEntries,
} from './settings.ts';

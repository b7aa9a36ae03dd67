/** The cluster room: proves which cluster this is, and leads its clients from what runs to what is wanted. */
export { type ClientFailure, describeFailure } from './client-failure.ts';
export { type ClientObjects, type ComposeOptions, composeClient, type WantedClient } from './client-objects.ts';
export { ApiRefusal, type Cluster } from './cluster-port.ts';
export { type ClusterIdentity, checkPin, identifyCluster, type PinVerdict } from './identity.ts';
export { type Manifest, readManifest } from './manifest.ts';
export type { ManifestRules } from './manifest-check.ts';
export { assumedNames, type ObservedClient, observeClients } from './observed-clients.ts';
export { type OpenClusterOptions, openCluster } from './open-cluster.ts';
export { checkPasswords, type MissingPassword, type PasswordCheck, type PasswordOwner } from './password-secrets.ts';
export { askClient, type ClientQuestion, type PodReply } from './pod-answer.ts';
export { rehearse } from './rehearsal.ts';
export type { ClientOutcome } from './roll-client.ts';
export { type RollOutOptions, type RollOutResult, rollOut } from './roll-out.ts';
export { planRollout, type RolloutStep, type Wave } from './rollout-plan.ts';
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

/* The schemas that the rooms offer for their own parts of the files, in one place. */
export {
  type ClusterSettings,
  checkManifests,
  clientName,
  clusterSettings,
  type Manifest,
  type ManifestFile,
  type ManifestFiles,
  ownManifest,
  passwordReference,
  passwordVariable,
  pathInContainer,
  serviceNames,
  workloadEntries,
} from '../cluster/index.ts';
export {
  type ChainFacts,
  type ChainSettings,
  type ContractSet,
  chainSchema,
  contractSetSchema,
  draftChainFacts,
  draftSet,
  type Gaps,
  type PreparedSet,
} from '../contracts/index.ts';

/* The schemas that the rooms offer for their own parts of the files, in one place. */
export {
  type ClusterSettings,
  clientName,
  clusterSettings,
  type ManifestRules,
  passwordReference,
  passwordVariable,
  pathInContainer,
  readManifest,
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

/* The schemas that the rooms offer for their own parts of the files, in one place. */
export {
  type ClusterSettings,
  clientName,
  clusterSettings,
  passwordReference,
  passwordVariable,
  pathInContainer,
  workloadEntries,
} from '../cluster/settings.ts';
export { type ChainSettings, chainSchema } from '../contracts/chain-schema.ts';
export { type ContractSet, contractSetSchema } from '../contracts/set-schema.ts';

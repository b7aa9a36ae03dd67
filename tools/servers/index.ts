/** Real servers for tests and for people: each starts on loopback, is ready when it is returned, and dies with its parent. */
export { type Anvil, type AnvilOptions, type ChainAccount, startAnvil } from './anvil.ts';
export { type BinarySetName, ensureBinaries, findProgram } from './binaries.ts';
export { type CliqueGethOptions, startCliqueGeth } from './clique-geth.ts';
export { type CloudStorage, startCloudStorage } from './cloud-storage.ts';
export { type ClusterFaults, startClusterFaults } from './cluster-faults.ts';
export { type ControlPlane, type ControlPlaneOptions, POD_BRIDGE_ADDRESS, startControlPlane } from './control-plane.ts';
export { type Geth, type GethOptions, startGeth } from './geth.ts';
export { type HardhatNode, startHardhat } from './hardhat.ts';
export { loseNode, misbehave } from './misbehave.ts';
export { BEHAVIOUR_ANNOTATION, type PodBehaviour, podBehaviours, READY_ANNOTATIONS } from './pod-behaviours.ts';
export { type Pods, type PodsOptions, startPods } from './pods.ts';
export { ensureDebianPackages, whyNoPods } from './pods-packages.ts';
export { type Command, type Place, type RunningServer, type ServerOptions, startServer } from './process.ts';
export { SIMULATED_NODE_LABEL } from './simulated-nodes.ts';
export { type ObjectEvent, type Watching, watchObjects } from './watch-objects.ts';

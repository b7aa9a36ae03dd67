import { type Canaries, hostileText } from '../e2e/canaries.ts';

/** What the step knows and nobody may be shown. */
export const chainKey = 'canary-KEY-of-the-chain-0123456789';
export const digestKey = 'canary-KEY-of-the-digests-9876543210';
export const clusterCanaries: Canaries = { chainKey, digestKey };

/** Shows that a text was printed at all. */
export const marker = 'MARKER-of-the-fault-trials';
/** What the logs of a pod that crashes say (cluster-world.ts). */
export const hostileLog = `${marker} ${hostileText(clusterCanaries).replaceAll('\n', ' ')}`;

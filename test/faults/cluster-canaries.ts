import { type Canaries, formsOf, hostileText } from '../e2e/canaries.ts';

/** What the step knows and nobody may be shown. */
export const chainKey = 'chain-KEY-canary-0123456789-abcdef';
export const digestKey = 'digest-KEY-canary-9876543210-fedcba';
export const clusterCanaries: Canaries = { chainKey, digestKey };

/** Shows that a text was printed at all. */
export const marker = 'MARKER-of-the-fault-trials';
/** What the logs of a pod that crashes say (cluster-world.ts). */
export const hostileLog = `${marker} ${hostileText(clusterCanaries).replaceAll('\n', ' ')}`;
/** What an event says: short enough for one, so that no secret is cut. */
export const hostileEvent = `${marker} ${Object.values(clusterCanaries).flatMap(formsOf).join(' ')}`;

import { jsonAnswer, type Rule } from './gate.ts';
import { atRequest } from './planned-fault.ts';
import { record } from './runs.ts';
import { type FaultSet, independent } from './sets.ts';
import { storyTrial } from './stories.ts';
import type { Suite } from './trial.ts';

type Fault = (forward: Parameters<Rule>[1]) => ReturnType<Rule>;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const refusal = jsonAnswer({ error: { code: 503, message: 'fault planned by a test' } }, 503);

const faults: readonly { readonly what: string; readonly fault: Fault; readonly isForReads: boolean }[] = [
  { what: 'is refused with 503', fault: async () => refusal, isForReads: true },
  { what: 'breaks off before it arrives', fault: async () => undefined, isForReads: true },
  {
    what: 'takes three seconds',
    isForReads: true,
    async fault(forward) {
      await pause(3000);
      return forward();
    },
  },
  {
    what: 'is refused with 503 after it landed',
    isForReads: false,
    async fault(forward) {
      await forward();
      return refusal;
    },
  },
  {
    what: 'breaks off after it landed, so that the client repeats it',
    isForReads: false,
    async fault(forward) {
      await forward();
      return undefined;
    },
  },
  {
    what: 'arrives twice',
    isForReads: false,
    async fault(forward) {
      await forward();
      return forward();
    },
  },
];

/** Each fault strikes each request to the store once (reads are the same for every set); the run must end as if nothing had been. */
export function storeSuite(set: FaultSet): Suite {
  const scene = { chain: 'anvil', blockTimeSeconds: 'on-demand' } as const;
  return {
    name: `store ${set.name}`,
    sampleSize: 3,
    async prepare(stage) {
      const { asked } = await record(stage, set, scene);
      const requests = asked.filter(({ kind }) => kind.startsWith('store'));
      return requests.flatMap(({ kind, nth }) =>
        faults
          .filter(({ isForReads }) => kind.startsWith('store write') || (isForReads && set === independent))
          .map(({ what, fault }) =>
            storyTrial({
              name: `store: ${set.name}: ${kind.replace('store ', '')}${nth > 1 ? ` #${nth}` : ''} ${what}`,
              set,
              scene,
              tell: ({ finish }) => finish({ fault: atRequest(kind, nth, (_, forward) => fault(forward)) }),
            }),
          ),
      );
    },
  };
}

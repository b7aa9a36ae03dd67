import { type Suite, type Trial, Unreached } from './trial.ts';

/** Kinds of requests that processes have sent, each with trials in which one did, and those at which one was killed. */
const met = new Map<string, Trial[]>();
const struck = new Set<string>();

const trialsKept = 4;

export function noteMet(kind: string, trial: Trial): void {
  const trials = met.get(kind) ?? [];
  met.set(kind, trials);
  if (trials.length < trialsKept && !trials.includes(trial)) trials.push(trial);
}

export function noteStruck(kind: string): void {
  struck.add(kind);
}

/** Which calls share a request can depend on the time that they take: a kind is made of calls. */
function callsOf(kind: string): readonly string[] {
  return kind.startsWith('chain ') ? kind.slice('chain '.length).split(' + ') : [kind];
}

function callsWithoutPoint(): readonly string[] {
  const struckCalls = new Set([...struck].flatMap(callsOf));
  return [...new Set([...met.keys()].flatMap(callsOf))].filter((call) => !struckCalls.has(call));
}

function unstruck(): readonly string[] {
  return [...met.keys()].filter((kind) => !struck.has(kind));
}

/** A trial in which such a request was sent is made again, and its process is killed at the first one and started anew. */
function retold(kind: string): Trial {
  const trials = [...(met.get(kind) ?? [])];
  return {
    name: `coverage: killed before ${kind}, which came in “${trials[0]?.name}”`,
    async run(stage) {
      for (let attempt = 0; attempt < trialsKept && !struck.has(kind); attempt++) {
        await trials[attempt % trials.length]?.run({ ...stage, interruption: { kind, noteStruck } });
      }
      if (!struck.has(kind)) throw new Unreached('it came only by chance');
    },
  };
}

/** When all else has run: each kind of request gets its kill, and no call is left at which nobody was killed. */
export const coverageSuite: Suite = {
  name: 'coverage',
  isLast: true,
  sampleSize: 0,
  prepare: async () => unstruck().map(retold),
  followUp: () => [
    {
      name: 'coverage: every call that any run makes of its ports has a kill point',
      async run() {
        const without = callsWithoutPoint();
        if (met.size === 0) throw new Error('no run was seen: this belongs at the end of all trials');
        if (without.length > 0) throw new Error(`none at: ${without.join('; ')}`);
      },
    },
  ],
};

import type { EndedProcess } from '../e2e/release-process.ts';
import type { World } from './chain-world.ts';
import type { Allowance } from './judge.ts';
import { allSeen } from './kill-points.ts';
import { transactionSend } from './request-kinds.ts';
import { expectFinished, type Finish, finish, record } from './runs.ts';
import { openScene, type Scene, type SceneOptions } from './scene.ts';
import type { FaultSet } from './sets.ts';
import type { Stage } from './stage.ts';
import type { Trial } from './trial.ts';

/** What happens in one scene, told step by step. */
export interface Story {
  readonly name: string;
  readonly set: FaultSet;
  readonly scene: SceneOptions;
  tell(plot: Plot): Promise<void>;
}

export interface Plot {
  readonly scene: Scene;
  readonly stage: Stage;
  readonly set: FaultSet;
  readonly reference: World;
  /** The command runs to its right end, under these circumstances. */
  finish(options?: Partial<Finish>): Promise<void>;
  /** A run that has ended must have left all as it should be. */
  expectFinished(run: EndedProcess, allowance?: Allowance): Promise<void>;
}

const references = new Map<string, Promise<World>>();

/** What an uninterrupted run leaves doesn't depend on when blocks come: one for each set. */
export function referenceOf(stage: Stage, set: FaultSet): Promise<World> {
  const found =
    references.get(set.text) ??
    record(stage, set, { chain: 'anvil', blockTimeSeconds: 'on-demand' }).then(({ world }) => world);
  references.set(set.text, found);
  return found;
}

export function storyTrial(story: Story): Trial {
  return {
    name: story.name,
    async run(stage) {
      const reference = await referenceOf(stage, story.set);
      const scene = await openScene(stage, story.set.text, story.scene);
      const { facts } = story.set;
      try {
        await story.tell({
          scene,
          stage,
          set: story.set,
          reference,
          finish: async (options) => {
            await finish(scene, { reference, facts, ...options });
          },
          expectFinished: (run, allowance) =>
            expectFinished(scene, run, { reference, facts, ...(allowance && { allowance }) }),
        });
      } finally {
        await scene.close();
      }
    },
  };
}

/** A run must end red, say why, and have sent nothing. */
export function expectRefusal(scene: Scene, run: EndedProcess, why: RegExp): void {
  expectRed(run, why);
  const sent = allSeen(scene.chainGates).filter(({ kind }) => kind === transactionSend);
  if (sent.length > 0)
    throw new Error(`it refused, but had sent ${sent.length} requests with transactions:\n${run.output}`);
}

export function expectRed(run: EndedProcess, why: RegExp): void {
  if (run.exitCode === null || run.exitCode === 0)
    throw new Error(`it ended with ${run.exitCode ?? run.signal}:\n${run.output}`);
  if (!why.test(run.output)) throw new Error(`it doesn't say ${why}:\n${run.output}`);
}

export function require(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what);
}

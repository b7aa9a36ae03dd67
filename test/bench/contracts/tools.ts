import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchSet, BenchStep } from './bench-set.ts';
import { type SignedLayer, sendIdeally } from './floor.ts';
import { prepareForge } from './forge.ts';
import { runIgnition } from './ignition.ts';
import { type Entry, runKeepDeploy } from './keep-deploy.ts';
import { type TimedProcess, timeProcess } from './timed-process.ts';

export const toolNames = ['keep-deploy', 'forge', 'ignition', 'naive', 'floor'] as const;
export type ToolName = (typeof toolNames)[number];

/** One run's world: a fresh chain behind the proxy, a fresh folder, and a fresh store where there is a round trip. */
export interface RunScene {
  readonly set: BenchSet;
  readonly steps: readonly BenchStep[];
  readonly layers: readonly SignedLayer[];
  readonly folder: string;
  readonly rpcUrl: string;
  readonly chainId: number;
  readonly deployer: string;
  readonly privateKey: string;
  readonly store: { readonly endpoint: string; readonly bucket: string } | undefined;
  readonly withinMs: number;
}

export type RunTool = (scene: RunScene) => Promise<TimedProcess>;

export function prepareTools(peers: string, folder: string, entry: Entry): Readonly<Record<ToolName, RunTool>> {
  const forge = prepareForge(peers, folder);
  return {
    'keep-deploy': (scene) => runKeepDeploy(entry, scene),
    forge: async (scene) => (await forge())(scene),
    ignition: (scene) => runIgnition(peers, scene),
    naive: runNaive,
    floor: sendIdeally,
  };
}

function runNaive({ steps, folder, rpcUrl, privateKey, withinMs }: RunScene): Promise<TimedProcess> {
  const file = writeSteps(folder, steps);
  const args = [join(import.meta.dirname, 'naive-process.ts'), file, join(folder, 'addresses.json')];
  return timeProcess(process.execPath, args, {
    cwd: folder,
    env: { RPC_URL: rpcUrl, PRIVATE_KEY: privateKey },
    withinMs,
  });
}

/** For the tools that are given finished transactions; address zero stands for a creation. */
export function writeSteps(folder: string, steps: readonly BenchStep[]): string {
  const file = join(folder, 'steps.json');
  const zero = `0x${'0'.repeat(40)}`;
  writeFileSync(file, JSON.stringify({ to: steps.map(({ to = zero }) => to), data: steps.map(({ data }) => data) }));
  return file;
}

export function linkModules(folder: string, peers: string): void {
  mkdirSync(folder, { recursive: true });
  symlinkSync(join(peers, 'node_modules'), join(folder, 'node_modules'));
}

import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type CloudStorage, startAnvil, startCloudStorage } from '../../../tools/servers/index.ts';
import { auditChain, type Verdict } from './audit.ts';
import { type BenchSet, type BenchStep, stepsOf } from './bench-set.ts';
import { type DelayProxy, describeRpc, describeStorage, type ProxiedRequest, startDelayProxy } from './delay-proxy.ts';
import { blockGasLimit, type SignedLayer, signLayers } from './floor.ts';
import { askNode } from './node-question.ts';
import type { TimedProcess } from './timed-process.ts';
import type { RunScene, RunTool } from './tools.ts';

export const axisNames = ['automine', '1s', '1s-80ms'] as const;
export type AxisName = (typeof axisNames)[number];

const chainId = 1101;
// The first account of every development chain: public, and worth nothing anywhere.
const deployer = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266';
const privateKey = '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80';
const withinMs = 400_000;

/** One run as it was timed, counted and judged. */
export interface MeasuredRun extends Verdict {
  readonly process: TimedProcess;
  /** From the start of the process until its record is written, where a bucket's answer tells that; else until its end. */
  readonly ms: number;
  readonly chainRequests: readonly ProxiedRequest[];
  readonly storeRequests: readonly ProxiedRequest[];
}

export interface PreparedBenchSet {
  readonly set: BenchSet;
  readonly steps: readonly BenchStep[];
  readonly layers: readonly SignedLayer[];
}

export async function prepareSet(set: BenchSet): Promise<PreparedBenchSet> {
  const steps = stepsOf(set, deployer);
  return { set, steps, layers: await signLayers(set, steps, { chainId, privateKey }) };
}

/** What stands between the tools and the chain and the store; kept from run to run, emptied before each. */
export class Laboratory implements AsyncDisposable {
  readonly #folder: string;
  readonly #chain: DelayProxy;
  readonly #store: DelayProxy;
  #storage: CloudStorage | undefined;
  #runs = 0;

  private constructor(folder: string, chain: DelayProxy, store: DelayProxy) {
    this.#folder = folder;
    this.#chain = chain;
    this.#store = store;
  }

  static async open(folder: string): Promise<Laboratory> {
    return new Laboratory(folder, await startDelayProxy(describeRpc), await startDelayProxy(describeStorage));
  }

  /**
   * A fresh chain, folder and bucket; `phase` says how far into a block the run starts, from 0 to 1. `again` runs
   * afterwards in the same world, and is judged by the same set.
   */
  async run(
    tool: RunTool,
    prepared: PreparedBenchSet,
    axis: AxisName,
    phase: number,
    again?: RunTool,
  ): Promise<{ readonly run: MeasuredRun; readonly second: MeasuredRun | undefined }> {
    const number = ++this.#runs;
    const folder = join(this.#folder, `run-${number}`);
    mkdirSync(folder);
    const blockTimeSeconds = axis === 'automine' ? 'on-demand' : 1;
    const anvil = await startAnvil({ chainId, blockTimeSeconds, gasLimit: blockGasLimit });
    try {
      const store = axis === '1s-80ms' ? await this.#bucket(number) : undefined;
      const scene: RunScene = {
        ...prepared,
        folder,
        rpcUrl: this.#chain.url,
        chainId,
        deployer,
        privateKey,
        store,
        withinMs,
      };
      const measure = async (part: RunTool): Promise<MeasuredRun> => {
        this.#chain.reset(anvil.rpcUrl, axis === '1s-80ms' ? 80 : 0);
        if (this.#storage !== undefined) this.#store.reset(this.#storage.endpoint, 80);
        if (axis !== 'automine') await startOfPhase(anvil.rpcUrl, phase);
        const process = await part(scene);
        const [chainRequests, storeRequests] = [this.#chain.requests(), this.#store.requests()];
        const verdict = await auditChain(anvil.rpcUrl, prepared.set, deployer);
        const end = process.exitCode === 0 ? [] : [`exit code ${process.exitCode ?? 'none, it took too long'}`];
        const recorded = storeRequests.findLast(({ label }) => label.startsWith('POST environments/'));
        const ms = recorded === undefined ? process.ms : recorded.endedMs - process.startedMs;
        return { ...verdict, faults: [...end, ...verdict.faults], process, ms, chainRequests, storeRequests };
      };
      const run = await measure(tool);
      return { run, second: again && (await measure(again)) };
    } finally {
      await anvil.stop();
      rmSync(folder, { recursive: true, force: true });
    }
  }

  async #bucket(number: number) {
    this.#storage ??= await startCloudStorage();
    const bucket = `keep-deploy-bench-${number}`;
    await this.#storage.createBucket(bucket);
    return { endpoint: this.#store.url, bucket };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#chain.stop(), this.#store.stop(), this.#storage?.stop()]);
  }
}

/** Resolves this far after a new block. */
async function startOfPhase(rpcUrl: string, phase: number): Promise<void> {
  const first = await askNode(rpcUrl, 'eth_blockNumber', []);
  while ((await askNode(rpcUrl, 'eth_blockNumber', [])) === first) await delay(5);
  await delay(phase * 1000);
}

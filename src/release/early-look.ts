import { relative } from 'node:path';
import { type Chain, type ChainState, observe, openChain } from '../contracts/index.ts';
import { glimpse, workspaceFiles } from '../environment/index.ts';
import { type Pointer, readPointer, type Store } from '../store/index.ts';
import { parseAddress } from '../values/index.ts';
import type { ChainTime } from './chain-time.ts';
import { openStoreAt } from './open-step.ts';
import type { ReleasePorts, StepInputs } from './ports.ts';
import { pointerName } from './store-layout.ts';

/** What chain and store were asked while the other files were still being read: the first round trip costs nothing then. */
export interface EarlyLook {
  readonly chain: Chain;
  readonly store: Store;
  /** Each of the two is given once: who looks again wants to know anew. */
  takeState(): Promise<ChainState> | undefined;
  takePointer(): Promise<Pointer | undefined> | undefined;
}

/** Undefined when keep-deploy.yml is not right or a variable is missing: reading all of it then says what is wrong. */
export async function lookEarly(
  inputs: StepInputs,
  ports: ReleasePorts,
  { signal, onTrouble, remainingMs }: Pick<ChainTime, 'signal' | 'onTrouble' | 'remainingMs'>,
): Promise<EarlyLook | undefined> {
  const seen = await glimpse({
    readFile: workspaceFiles(ports.workspace),
    file: relative(ports.workspace, inputs.file),
    environment: inputs.environment,
  });
  if (seen === undefined) return undefined;
  try {
    const chain = openChain(seen.chain, { ...ports, onTrouble, remainingMs });
    const state = takenOnce(observe(chain, parseAddress(seen.chain.deployer), [], signal));
    const store = await openStoreAt(seen.store, inputs, ports);
    const pointer = takenOnce(readPointer(store, pointerName(inputs.environment, 'contracts')));
    return { chain, store, takeState: state, takePointer: pointer };
  } catch {
    return undefined;
  }
}

/** A failure is heard by who takes it, or by nobody. */
function takenOnce<T>(promise: Promise<T>): () => Promise<T> | undefined {
  promise.catch(() => {});
  let left: Promise<T> | undefined = promise;
  return () => {
    const taken = left;
    left = undefined;
    return taken;
  };
}

import { RemoteError, UserError } from '../../report/index.ts';
import type { ChainIdentity } from './chain.ts';
import { blockHeader, chainId } from './reads.ts';
import { NodeFailure, type Rest, type Rpc, type RpcAnswer, type RpcCall } from './rpc.ts';

/** Several nodes of one chain. */
export interface Nodes {
  /** Of the first node that answers: the first of all, until it fails; then the next, which stays the first to be asked. */
  ask(calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]>;
  /** Of this node and no other. */
  askOne(node: number, calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]>;
  /** Of all, in the order in which they are to be asked. */
  order(): readonly number[];
  /** After a failure of the node, others are asked first; unless another request has gone on already. */
  leave(node: number): void;
  /** The setting that names the node. */
  nameOf(node: number): string;
}

/** How often every node is tried, when all of them fail with what may pass. */
const rounds = 3;

const identityReads = [chainId(), blockHeader(0)] as const;

/**
 * Where a network has several nodes, each of them must be of the same chain: a node's first batch also asks for its id and
 * first block, so that this costs no request, and nothing is sent to a node before.
 */
export function createNodes(nodes: readonly [Rpc, ...Rpc[]]): Nodes {
  const [first] = nodes;
  let current = 0;
  let identity: (ChainIdentity & { readonly setting: string }) | undefined;
  const verified = new Set<number>();

  async function askOne(node: number, calls: readonly RpcCall[], signal: AbortSignal): Promise<readonly RpcAnswer[]> {
    const rpc = nodes[node] ?? first;
    if (nodes.length === 1 || verified.has(node)) return rpc.batch(calls, signal);
    const isSending = calls.some(({ method }) => method === 'eth_sendRawTransaction');
    const answers = await rpc.batch([...identityReads, ...(isSending ? [] : calls)], signal);
    verify(node, nameOf(node), answers);
    return isSending ? rpc.batch(calls, signal) : answers.slice(identityReads.length);
  }

  function verify(node: number, setting: string, [id, genesis]: readonly RpcAnswer[]): void {
    if (id === undefined || genesis === undefined) throw new RemoteError(`${setting} gave no answer`);
    const seen = { id: identityReads[0].parse(id), genesisHash: identityReads[1].parse(genesis).hash };
    identity ??= { ...seen, setting };
    if (seen.id !== identity.id || seen.genesisHash !== identity.genesisHash) {
      throw new UserError(
        `the nodes are of different chains: ${identity.setting} has the chain id ${identity.id} and the first block ${identity.genesisHash}, ${setting} has ${seen.id} and ${seen.genesisHash}`,
      );
    }
    verified.add(node);
  }

  const nameOf = (node: number): string => nodes[node]?.setting ?? `node ${node + 1}`;

  function leave(node: number): void {
    if (current === node) current = (node + 1) % nodes.length;
  }

  /** Every node a few times. */
  async function askInTurn(
    calls: readonly RpcCall[],
    signal: AbortSignal,
  ): Promise<{ readonly answers: readonly RpcAnswer[] } | { readonly failures: readonly RemoteError[] }> {
    const failures = new Map<number, RemoteError>();
    for (let turn = 0; turn < nodes.length * rounds; turn++) {
      const node = current;
      const failed = failures.get(node);
      try {
        if (failed === undefined || isPassing(failed)) return { answers: await askOne(node, calls, signal) };
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof RemoteError)) throw error;
        failures.set(node, error);
        if (nodes.length === 1) break;
      }
      leave(node);
    }
    return { failures: [...failures.values()] };
  }

  return {
    askOne,
    leave,
    nameOf,
    order: () => nodes.map((_, index) => (current + index) % nodes.length),
    async ask(calls, signal) {
      for (;;) {
        const end = await askInTurn(calls, signal);
        if ('answers' in end) return end.answers;
        // Whoever asked for a time to be left alone may answer after it.
        const [first] = end.failures.flatMap(restOf).sort((a, b) => a.durationMs - b.durationMs);
        if (first === undefined) throw allFailed(end.failures);
        await first.wait(signal);
      }
    },
  };
}

function restOf(failure: RemoteError): readonly Rest[] {
  return failure instanceof NodeFailure && failure.rest !== undefined ? [failure.rest] : [];
}

export function isPassing(failure: RemoteError): boolean {
  return failure instanceof NodeFailure && failure.isPassing;
}

export function allFailed(failures: readonly RemoteError[]): RemoteError {
  const [only] = failures;
  if (failures.length === 1 && only !== undefined) return only;
  return new NodeFailure(failures.map(({ message }) => message).join('\n'), false);
}

import type { Chain } from '../../src/contracts/chain/chain.ts';
import { openHttpRpc } from '../../src/contracts/chain/http-rpc.ts';
import { observe } from '../../src/contracts/chain/observe.ts';
import { blockHeader, blockNumber, receiptOf } from '../../src/contracts/chain/reads.ts';
import type { Rpc, RpcCall } from '../../src/contracts/chain/rpc.ts';
import { createRpcChain } from '../../src/contracts/chain/rpc-chain.ts';
import { type Clock, systemClock } from '../../src/contracts/index.ts';
import { planMigration } from '../../src/contracts/plan/plan.ts';
import type { CreateStep } from '../../src/contracts/plan/plan-step.ts';
import type { CodeProof, MinedCreation } from '../../src/contracts/proof/code-proof.ts';
import { expectedCode } from '../../src/contracts/proof/expected-code.ts';
import { proveCreations } from '../../src/contracts/proof/prove-creations.ts';
import { quoteFee } from '../../src/contracts/transaction/fees.ts';
import { openSigner } from '../../src/contracts/transaction/signer.ts';
import { parseAddress } from '../../src/values/index.ts';
import { startAnvil } from '../../tools/servers/index.ts';
import { prepareSet, type Scene, type SceneChain, sceneOn, silentLog } from './contracts-fixture.ts';

/** Everything a constructor can do that makes its code hard to compute again. */
export const proofSet = `
artifacts: { folder: proof-contracts/proofs-by-solc.json }
contracts:
  Registry: {}
  Immutables: { arguments: [{ account: deployer }], value: 7 wei }
  Factory: {}
  SaltedFactory: {}
  First: { artifact: Registered, arguments: [{ contract: Registry }, "0x${'11'.repeat(32)}"] }
  Second: { artifact: Registered, arguments: [{ contract: Registry }, "0x${'22'.repeat(32)}"] }
  Arithmetic: {}
  Calculator: {}
  Origin: {}
`;

/** A set whose artifacts are those of proof-contracts. */
export const prepareProofSet = (text: string) => prepareSet(text, import.meta.dirname);

export interface ProofRun {
  readonly proofs: readonly CodeProof[];
  readonly requests: number;
  readonly calls: number;
}

export interface ProofScene extends AsyncDisposable {
  readonly scene: Scene;
  readonly creations: readonly MinedCreation[];
  readonly times: ReadonlyMap<number, number>;
  /** @param refuses which requests the node is to refuse, as one does that doesn't know them. */
  prove(options?: ProofOptions): Promise<ProofRun>;
}

/** What a node can lack, and so refuses. */
export const lacks = {
  nothing: () => false,
  'code over the deployer': (call: RpcCall) => isCall(call) && !isCreation(call),
  'old states': (call: RpcCall) => isCall(call) && call.params[1] !== 'latest',
  overrides: (call: RpcCall) => isCall(call) && call.params.length > 2,
  'calls that create': isCall,
} as const;

export type Lack = keyof typeof lacks;

function isCall({ method }: RpcCall): boolean {
  return method === 'eth_call';
}

function isCreation({ params: [request] }: RpcCall): boolean {
  return typeof request === 'object' && request !== null && !('to' in request);
}

export interface ProofOptions {
  readonly refuses?: (call: RpcCall) => boolean;
  /** Which requests it answers as it would have a block ago. */
  readonly isLate?: (call: RpcCall) => boolean;
  readonly creations?: readonly MinedCreation[];
  readonly times?: ReadonlyMap<number, number>;
}

/** A chain on which nothing happens by itself. */
export const openStillScene = async (setText = proofSet): Promise<ProofScene> =>
  openProofScene(
    await startAnvil({ chainId: 1101, blockTimeSeconds: 600, gasLimit: 200_000_000 }),
    setText,
    async (scene) => {
      await scene.ask('evm_increaseTime', 10);
      await scene.ask('evm_mine');
    },
  );

/** Creates the set in as few blocks as the chain makes of it, and nothing more: what follows is the proof's. */
export async function openProofScene(
  node: SceneChain,
  setText = proofSet,
  nextBlock: (scene: Scene) => Promise<unknown> = () => systemClock.sleep(50, AbortSignal.timeout(1000)),
): Promise<ProofScene> {
  const scene = await sceneOn(node);
  const rpc = openHttpRpc(scene.rpcUrl, { timeoutMs: 10_000, clock: systemClock, log: silentLog() });
  const { creations, times } = await createAll(createRpcChain(rpc), scene, setText, () => nextBlock(scene));
  return {
    scene,
    creations,
    times,
    async prove(options = {}) {
      const counted = refusing(rpc, options);
      const ports = {
        chain: createRpcChain(counted.rpc),
        deployer: parseAddress(scene.deployer),
        clock: hastyClock(),
        signal: AbortSignal.timeout(120_000),
      };
      const proofs = await proveCreations(ports, options.creations ?? creations, options.times ?? times);
      return { proofs, ...counted.count() };
    },
    [Symbol.asyncDispose]: async () => scene[Symbol.asyncDispose](),
  };
}

async function createAll(chain: Chain, scene: Scene, setText: string, nextBlock: () => Promise<unknown>) {
  const deployer = parseAddress(scene.deployer);
  const signal = AbortSignal.timeout(120_000);
  const prepared = await prepareProofSet(setText);
  const state = await observe(chain, deployer, [], signal);
  const observed = { deployer, chain: state.identity, nonce: state.nonce, predicates: new Map() };
  const { steps } = planMigration(prepared, { ...observed, contracts: [], calls: [] });
  const signer = await openSigner(scene.privateKey, 'KEY');
  const created = steps.filter((step): step is CreateStep => step.kind === 'create');
  const gasLimit = 1_500_000n;
  const fee = quoteFee(state);
  const signed = await Promise.all(created.map((step) => signer.sign({ ...step, chainId: 1101, gasLimit, fee })));
  await chain.send(
    signed.map(({ raw }) => raw),
    signal,
  );
  const creations: MinedCreation[] = [];
  for (const [index, step] of created.entries()) {
    const hash = signed[index]?.hash ?? '0x';
    let [receipt] = await chain.read([receiptOf(hash)], signal);
    for (; receipt === undefined; [receipt] = await chain.read([receiptOf(hash)], signal)) {
      await nextBlock();
    }
    if (!receipt.isSuccess) throw new Error(`${step.contract} was not created`);
    const contract = prepared.contracts.find(({ name }) => name === step.contract);
    const expected = contract && expectedCode(contract, step.libraries);
    creations.push({ ...step, gasLimit, block: receipt.block, gasPrice: receipt.gasPrice, expected });
  }
  const blocks = [...new Set(creations.map(({ block }) => block))];
  const headers = await chain.read(blocks.map(blockHeader), signal);
  // So that the newest block is another, and of another time.
  for (let newest = 0; newest <= Math.max(...blocks); ) {
    await nextBlock();
    [newest] = await chain.read([blockNumber()], signal);
  }
  return { creations, times: new Map(headers.map(({ number, timeSeconds }) => [number, timeSeconds])) };
}

function refusing(rpc: Rpc, { refuses = () => false, isLate = () => false }: ProofOptions) {
  const count = { requests: 0, calls: 0 };
  const batch: Rpc['batch'] = async (calls, signal) => {
    count.requests++;
    count.calls += calls.length;
    const answers = await rpc.batch(calls, signal);
    return calls.map((call, index) => {
      if (refuses(call)) return { error: { code: -32602, message: 'this node does not know that', data: undefined } };
      return isLate(call) ? { result: '0x' } : (answers[index] ?? { result: null });
    });
  };
  return { rpc: { ...rpc, batch }, count: () => count };
}

/** Time that only waiting makes pass. */
function hastyClock(): Clock {
  let now = 0;
  return {
    now: () => now,
    unixSeconds: () => 0,
    async sleep(milliseconds) {
      now += milliseconds;
    },
  };
}

import { keccak256 } from '../../src/values/index.ts';
import { askChain } from '../../tools/servers/json-rpc.ts';

/** A transaction of the deployer that stands on the chain now. */
export interface Deed {
  readonly hash: string;
  readonly nonce: number;
  readonly isSuccess: boolean;
  readonly created: string | undefined;
  readonly to: string | undefined;
  readonly input: string;
  readonly value: bigint;
}

/** What the store's pointer names. */
export interface StoredRecord {
  readonly contracts: readonly { readonly name: string; readonly address: string; readonly codeHash: string }[];
}

/** What stands on the chain, with contracts named instead of placed, so that worlds with other nonces can be compared. */
export interface World {
  /** Contract → creation code with named addresses, and ether: the recorded ones. */
  readonly contracts: ReadonlyMap<string, string>;
  /** Successful calls on recorded contracts. */
  readonly calls: readonly string[];
  /** Creations that succeeded and that no record names. */
  readonly unrecorded: readonly string[];
  /** Successful calls on those. */
  readonly callsOnUnrecorded: readonly string[];
  readonly failed: readonly Deed[];
  /** Of the deployer to itself: how a nonce is burnt. */
  readonly burns: readonly Deed[];
  /** To anybody else. */
  readonly others: readonly Deed[];
  /** What is wrong whatever was wanted. */
  readonly contradictions: readonly string[];
}

export interface ChainReader {
  readonly deployer: string;
  ask(method: string, ...params: readonly unknown[]): Promise<unknown>;
}

export function chainReader(rpcUrl: string, deployer: string): ChainReader {
  return {
    deployer: deployer.toLowerCase(),
    ask: (method, ...params) => askChain(rpcUrl, method, params, AbortSignal.timeout(20_000)),
  };
}

export async function readDeeds({ ask, deployer }: ChainReader): Promise<readonly Deed[]> {
  const height = Number(await ask('eth_blockNumber'));
  const deeds: Deed[] = [];
  for (let number = 1; number <= height; number++) {
    const block = (await ask('eth_getBlockByNumber', `0x${number.toString(16)}`, true)) as {
      transactions: { hash: string; from: string; nonce: string; to: string | null; input: string; value: string }[];
    };
    for (const { hash, from, nonce, to, input, value } of block.transactions) {
      if (from.toLowerCase() !== deployer) continue;
      const receipt = (await ask('eth_getTransactionReceipt', hash)) as { status: string; contractAddress: string };
      deeds.push({
        hash,
        nonce: Number(nonce),
        isSuccess: receipt.status === '0x1',
        created: to === null ? receipt.contractAddress.toLowerCase() : undefined,
        to: to?.toLowerCase(),
        input,
        value: BigInt(value),
      });
    }
  }
  return deeds.sort((a, b) => a.nonce - b.nonce);
}

export async function readWorld(chain: ChainReader, record: StoredRecord): Promise<World> {
  const deeds = await readDeeds(chain);
  const contradictions: string[] = [];
  const names = new Map(record.contracts.map(({ name, address }) => [address.toLowerCase(), name]));
  names.set(chain.deployer, 'deployer');
  const creations = new Map(deeds.flatMap((deed) => (deed.created && deed.isSuccess ? [[deed.created, deed]] : [])));
  const contracts = new Map<string, string>();
  for (const { name, address, codeHash } of record.contracts) {
    const deed = creations.get(address.toLowerCase());
    if (deed === undefined) {
      contradictions.push(`the record has ${name} at ${address}, where the deployer has created nothing`);
      continue;
    }
    const code = String(await chain.ask('eth_getCode', address, 'latest'));
    if (code === '0x') contradictions.push(`there is no code of ${name} at ${address}`);
    else if (keccak256(code as `0x${string}`) !== codeHash)
      contradictions.push(`the record has another code hash of ${name} than the chain`);
    contracts.set(name, inWords(deed, names));
  }
  const unrecorded = [...creations.values()].filter(({ created }) => !names.has(created ?? ''));
  const isUnrecorded = new Set(unrecorded.map(({ created }) => created));
  const sent = deeds.filter(({ isSuccess, to }) => isSuccess && to !== undefined);
  const named = sent.filter(({ to = '' }) => names.has(to) && to !== chain.deployer);
  return {
    contracts,
    calls: named.map((deed) => inWords(deed, names)).sort(),
    unrecorded: unrecorded.map((deed) => inWords(deed, names)),
    callsOnUnrecorded: sent.filter(({ to }) => isUnrecorded.has(to)).map((deed) => inWords(deed, names)),
    failed: deeds.filter(({ isSuccess }) => !isSuccess),
    burns: sent.filter(({ to }) => to === chain.deployer),
    others: sent.filter(({ to = '' }) => !names.has(to) && !isUnrecorded.has(to)),
    contradictions,
  };
}

function inWords({ to, input, value }: Deed, names: ReadonlyMap<string, string>): string {
  let text = input;
  for (const [address, name] of names) text = text.replaceAll(address.slice(2), `<${name}>`);
  return `${to === undefined ? 'create' : `call ${names.get(to) ?? 'unrecorded'}`} ${value} ${text}`;
}

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { type EndedProcess, startCommand } from '../e2e/release-process.ts';
import { chainReader, type Deed, readDeeds } from '../faults/chain-world.ts';
import { openGate } from '../faults/gate.ts';
import { chainKind, rpcCalls } from '../faults/request-kinds.ts';
import { clientsFile, settingsFile } from '../faults/user-files.ts';
import type { SceneChain } from './contracts-fixture.ts';

const examples = join(import.meta.dirname, '../../examples');

/** What a repository begins with. */
export interface RepositoryOptions {
  /** Of contracts.yml. */
  readonly contracts: string;
  /** Further files, by their path; what is no text is written as JSON. */
  readonly files?: { readonly [path: string]: string | object };
  /** The example whose installed packages it uses. */
  readonly packagesOf?: string;
  /** Further lines of `chain` in keep-deploy.yml. */
  readonly chainSettings?: string;
}

/** A contract in the stored record. */
export interface RecordedContract {
  readonly name: string;
  readonly address: string;
  readonly proof: string;
}

/** A user's repository with a chain and a store in a folder: `keep-deploy migrate-contracts` runs in it as it does for a user. */
export interface UserRepository extends AsyncDisposable {
  readonly workspace: string;
  readonly deployer: string;
  write(file: string, content: string | object): void;
  /** Other contracts.yml, or the same with one text in place of another. */
  change(file: string, from: string, to: string): void;
  run(args?: readonly string[], variables?: Readonly<Record<string, string | undefined>>): Promise<EndedProcess>;
  /** What the last run asked the chain's node: HTTP requests, and calls in them. */
  asked(): { readonly requests: number; readonly calls: number };
  /** What the store's pointer names. */
  contracts(): readonly RecordedContract[];
  addressOf(contract: string): string;
  /** The files in the store. */
  objects(): readonly string[];
  /** What the chain says that the deployer has done. */
  deeds(): Promise<readonly Deed[]>;
  ask(method: string, ...params: readonly unknown[]): Promise<unknown>;
}

/** Takes the chain over: it ends with the repository. */
export async function repositoryOn(chain: SceneChain, options: RepositoryOptions): Promise<UserRepository> {
  const workspace = mkdtempSync(join(tmpdir(), 'keep-deploy-repository-'));
  const [account] = chain.accounts;
  if (account === undefined) throw new Error('the chain has no accounts');
  const gate = await openGate(chain.rpcUrl, chainKind);
  const reader = chainReader(chain.rpcUrl, account.address);
  const store = join(workspace, 'releases');
  const write: UserRepository['write'] = (file, content) => {
    mkdirSync(dirname(join(workspace, file)), { recursive: true });
    writeFileSync(join(workspace, file), typeof content === 'string' ? content : JSON.stringify(content));
  };
  const settings = { name: 'keep-test', account, urlNames: ['CHAIN_RPC_URL_0'], store: 'file:releases' };
  write('keep-deploy.yml', settingsFile({ ...settings, more: options.chainSettings }));
  write('contracts.yml', options.contracts);
  write('clients.yml', clientsFile(options.contracts));
  cpSync(join(examples, 'keep-network/keep-client.yml'), join(workspace, 'keep-client.yml'));
  cpSync(join(examples, 'keep-network/accounts'), join(workspace, 'accounts'), { recursive: true });
  for (const [path, content] of Object.entries(options.files ?? {})) write(path, content);
  if (options.packagesOf !== undefined) {
    symlinkSync(join(examples, options.packagesOf, 'node_modules'), join(workspace, 'node_modules'));
  }
  const readStored = (name: string) => JSON.parse(readFileSync(join(store, name), 'utf8')) as unknown;
  // The folder keeps each generation of an object in a file of its own.
  const newest = (name: string) => {
    const later = existsSync(join(store, `${name}~`)) ? readdirSync(join(store, `${name}~`)).map(Number) : [];
    return later.length === 0 ? name : `${name}~/${Math.max(...later)}`;
  };
  const contracts = () => {
    const { target } = readStored(newest('environments/keep-test/contracts.json')) as { target: string };
    const file = `contract-records/${target.slice('sha256:'.length)}.json`;
    return (readStored(file) as { contracts: readonly RecordedContract[] }).contracts;
  };
  return {
    workspace,
    deployer: account.address.toLowerCase(),
    write,
    change(file, from, to) {
      const text = readFileSync(join(workspace, file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
      write(file, text.replace(from, to));
    },
    run(args = [], variables = {}) {
      gate.begin();
      const env = {
        PATH: [dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
        HOME: workspace,
        CHAIN_RPC_URL_0: gate.url,
        CONTRACT_OWNER_PRIVATE_KEY: account.privateKey,
        ...variables,
      };
      const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
      const command = ['migrate-contracts', '--environment', 'keep-test', ...args];
      return startCommand(command, { workspace, env: Object.fromEntries(set), withinMs: 120_000 }).ended;
    },
    asked: () => ({
      requests: gate.seen.length,
      calls: gate.seen.reduce((sum, { body }) => sum + rpcCalls(body).length, 0),
    }),
    contracts,
    addressOf(wanted) {
      const found = contracts().find(({ name }) => name === wanted);
      if (found === undefined) throw new Error(`the record has no ${wanted}`);
      return found.address;
    },
    objects: () =>
      existsSync(store)
        ? readdirSync(store, { recursive: true, withFileTypes: true })
            .filter((entry) => entry.isFile())
            .map((entry) => join(entry.parentPath, entry.name).slice(store.length + 1))
            .sort()
        : [],
    deeds: () => readDeeds(reader),
    ask: reader.ask,
    async [Symbol.asyncDispose]() {
      await gate.stop();
      await chain.stop();
      rmSync(workspace, { recursive: true, force: true });
    },
  };
}

import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import type { PreparedSet } from '../../../src/contracts/index.ts';
import { prepareContractSet } from '../../../src/contracts/set/prepare-set.ts';
import { contractSetSchema } from '../../../src/contracts/set/set-schema.ts';

interface LinkReferences {
  readonly [source: string]: {
    readonly [name: string]: readonly { readonly start: number; readonly length: number }[];
  };
}

/** A contract as solc's standard output has it. */
export interface SolcContract {
  readonly abi: readonly object[];
  readonly metadata: string;
  readonly evm: {
    readonly bytecode: { readonly object: string; readonly linkReferences: LinkReferences };
    readonly deployedBytecode: {
      readonly object: string;
      readonly linkReferences: LinkReferences;
      readonly immutableReferences?: object;
    };
  };
}

/** Made by the real compiler: a contract with an immutable that links a library, and that library. */
export const compiled = JSON.parse(readFileSync(join(import.meta.dirname, 'compiled-by-solc.json'), 'utf8')) as {
  readonly contracts: { readonly [source: string]: { readonly [name: string]: SolcContract } };
};

export function solcContract(source: string, name: string): SolcContract {
  const contract = compiled.contracts[source]?.[name];
  if (contract === undefined) throw new Error(`solc made no ${source}:${name}`);
  return contract;
}

export const counter = solcContract('contracts/Counter.sol', 'Counter');
export const sum = solcContract('contracts/math/Sum.sol', 'Sum');

/** Files by their path; what is no text is written as JSON. */
export type Files = { readonly [path: string]: string | object };

export async function folderWith(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'keep-deploy-artifacts-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

/** An installed package's files. */
export function packageFiles(name: string, version: string, files: Files): Files {
  const inPackage = Object.entries({ 'package.json': { name, version }, ...files });
  return Object.fromEntries(inPackage.map(([path, content]) => [`node_modules/${name}/${path}`, content]));
}

/** What preparing a set gives: the set, or its problems as `path: message`. */
export async function prepare(
  folder: string,
  set: object,
  chain: Parameters<typeof prepareContractSet>[2] = { id: 1101 },
): Promise<{ readonly prepared: PreparedSet | undefined; readonly problems: readonly string[] }> {
  const { prepared, problems } = await prepareContractSet(v.parse(contractSetSchema, set), folder, chain);
  return { prepared, problems: problems.map(({ path, message }) => `${path.join('.')}: ${message}`) };
}

export async function readSet(file: string): Promise<object> {
  return parse(await readFile(file, 'utf8')) as object;
}

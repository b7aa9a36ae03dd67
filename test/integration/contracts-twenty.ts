import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { contractSetSchema, type PreparedSet, prepareContractSet } from '../../src/contracts/index.ts';

interface Contracts {
  readonly [file: string]: { readonly [name: string]: object };
}

const folder = join(import.meta.dirname, 'twenty-contracts');

/** Made by the real compiler, and made again after one text of one file became another. */
export const compiled = JSON.parse(readFileSync(join(folder, 'twenty-by-solc.json'), 'utf8')) as {
  readonly contracts: Contracts;
  readonly changes: { readonly [title: string]: { readonly contracts: Contracts } };
};

/** Libraries on libraries, an encoded call, arguments several levels deep, ether, a creation after a call, calls that can be made once. */
export const twenty = `
artifacts: { folder: out }
contracts:
  Math: {}
  Curve: {}
  Codec: {}
  Token: { arguments: [10] }
  Registry: {}
  Oracle: { arguments: [{ contract: Registry }] }
  Pool1: { arguments: [{ contract: Token }] }
  Pool2: { arguments: [{ contract: Token }, { contract: Oracle }] }
  Pool3: { arguments: [{ contract: Registry }] }
  Factory: { arguments: [[{ contract: Pool1 }, { contract: Pool2 }]] }
  RouterImpl: { arguments: [3] }
  Router:
    arguments:
      - { contract: RouterImpl }
      - encode: { contract: RouterImpl, function: initialize, arguments: [{ contract: Factory }, { contract: Registry }] }
  Statistics: { arguments: [{ contract: Router }] }
  Vault: { arguments: [{ contract: Token }], value: 5 wei }
  Grants: { arguments: [{ contract: Token }] }
  Escrow: { arguments: [{ contract: Token }, { contract: Grants }], allow-redeploy: true }
  Staking: { arguments: [{ contract: Token }, { contract: Escrow }, 1] }
  Timelock: { arguments: [604800] }
  Governor: { arguments: [{ contract: Timelock }, 4] }
  Faucet: { after: [fill] }
calls:
  - { contract: Registry, function: add, arguments: [{ contract: Pool1 }] }
  - { contract: Registry, function: add, arguments: [{ contract: Pool2 }] }
  - { name: fill, contract: Vault, function: fill, value: 7 wei }
  - contract: Escrow
    function: transferOwnership # only its owner can, so once only
    arguments: [{ contract: Staking }]
    until: owner() == Staking
    one-shot: true
  - { contract: Oracle, function: setRouter, arguments: [{ contract: Router }], until: router() == Router }
  - { contract: Staking, function: setRate, arguments: [5] }
  - { contract: Governor, function: lock, arguments: [42], one-shot: true }
`;

/** The compiler's output after these changes of the sources. */
export function compiledWith(titles: readonly string[]): Contracts {
  const all = structuredClone(compiled.contracts) as { [file: string]: { [name: string]: object } };
  for (const title of titles) {
    const change = compiled.changes[title];
    if (change === undefined) throw new Error(`nothing was compiled for ${title}`);
    for (const [file, contracts] of Object.entries(change.contracts)) Object.assign(all[file] ?? {}, contracts);
  }
  return all;
}

export async function prepareIn(workspace: string, text: string): Promise<PreparedSet> {
  const set = v.parse(contractSetSchema, parse(text));
  const { prepared, problems } = await prepareContractSet(set, workspace, { id: 1101 });
  if (prepared === undefined) throw new Error(JSON.stringify(problems));
  return prepared;
}

import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { draftSet } from '../../../../src/contracts/set/draft-set.ts';
import { prepareContractSet } from '../../../../src/contracts/set/prepare-set.ts';
import { contractSetSchema } from '../../../../src/contracts/set/set-schema.ts';
import { checkAgainst } from '../../../../src/report/index.ts';
import { folderWith } from '../artifact-folder-fixture.ts';

let folder = '';

const address = { type: 'address', name: 'token' };
const artifact = (inputs: readonly object[], bytecode = '0x6001') => ({
  abi: [
    { type: 'constructor', inputs },
    { type: 'function', name: 'open', inputs: [address], stateMutability: 'nonpayable' },
  ],
  bytecode,
});

beforeAll(async () => {
  folder = await folderWith({
    'art/Token.json': artifact([]),
    'art/Vault.json': artifact([address, { type: 'uint8', name: 'steps' }]),
    'art/Proxy.json': artifact([{ type: 'bytes', name: 'data' }]),
    'art/Linked.json': artifact([], `0x73__MathLib${'_'.repeat(31)}6000`),
    'art/MathLib.json': artifact([]),
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is said of a set beside its mistakes of the form. */
async function problemsBeside(text: string): Promise<readonly string[]> {
  const raw: unknown = { artifacts: { folder: 'art' }, ...(parse(text) as object) };
  const { problems: mistakes = [] } = checkAgainst(contractSetSchema, raw);
  expect(mistakes).not.toEqual([]);
  const { set, gaps } = draftSet(raw, mistakes);
  const { prepared, problems } = await prepareContractSet(set, folder, { id: undefined }, gaps);
  expect(prepared).toBeUndefined();
  return problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

test.each<[mistake: string, text: string, problems: readonly string[]]>([
  [
    'an unknown key of one contract',
    'contracts: { Token: { colour: red }, Vault: { arguments: [{ contract: Tokn }, 256] }, Absent: {} }',
    [
      'contracts.Absent: there is no artifact Absent in art',
      'contracts.Vault.arguments.0: the set has no contract Tokn: did you mean "Token"? (parameter token)',
      'contracts.Vault.arguments.1: 256 does not fit into uint8 (parameter steps)',
    ],
  ],
  ['an unknown key and nothing else', 'contracts: { Token: { colour: red } }', []],
  [
    'contracts whose artifacts are no names, though their own are names of some',
    'contracts: { Nothing: { artifact: [] }, Token: { from: [] }, Other: { artifact: Token } }\ncalls: [{ contract: Token, function: close }]',
    [],
  ],
  [
    'an unknown key at the top',
    'colour: red\ncontracts: { Token: { arguments: [1] } }',
    ['contracts.Token.arguments: expected no arguments, got 1'],
  ],
  [
    'a contract with nothing behind it, which is taken for {}',
    'contracts: { Token: , Vault: { arguments: [{ contract: Token }, x] } }\ncalls: [{ contract: Token, function: close }]',
    [
      'contracts.Vault.arguments.1: expected an integer or an amount such as "10 ether", got "x" (parameter steps)',
      'calls.0.function: Token has no function close',
    ],
  ],
  [
    'an argument of no known kind',
    'contracts: { Token: {}, Vault: { arguments: [{ contrat: Token }, 256] } }',
    ['contracts.Vault.arguments.1: 256 does not fit into uint8 (parameter steps)'],
  ],
  [
    'an encoded call of no contract, within an encoded call',
    'contracts: { Proxy: { arguments: [{ encode: { contract: Vault, function: opn, arguments: [{ encode: { function: f } }] } }] } }',
    ['contracts.Proxy.arguments.0: Vault has no function opn: did you mean "open"? (parameter data)'],
  ],
  [
    'arguments that are no list',
    'contracts: { Token: {}, Vault: { arguments: 5, value: 1 ether, after: [nothing] } }',
    [
      'contracts.Vault.value: constructor(address,uint8) takes no ether',
      'contracts.Vault.after.0: the set has no contract and no named call nothing',
    ],
  ],
  [
    'a contract whose artifact is no name, which calls and links need',
    'contracts: { Token: { artifact: [] }, MathLib: { artifact: 5 }, Linked: {} }\ncalls: [{ contract: Token, function: close, value: -1 }]',
    ['calls.0.value: expected no negative amount, got -1'],
  ],
  [
    'a call without a contract, one without a function, one that is none, and libraries that are none',
    'contracts: { Token: { after: [later] }, Linked: { libraries: 5 } }\ncalls: [{ function: open, arguments: [{ contract: Tokn }] }, { contract: Tokn, arguments: [{ chain: id }] }, 5, { contract: Token, function: open, until: x }]',
    [
      'calls.0.arguments.0: the set has no contract Tokn: did you mean "Token"?',
      'calls.1.contract: the set has no contract Tokn: did you mean "Token"?',
      'calls.3: expected 1 argument (address token), got 0',
      'calls.3.until: expected [Contract.]function(argument, …) == value, such as "owner() == TokenStaking", got "x"',
    ],
  ],
  [
    'one artifact source of two, whose contracts are not called missing',
    'contracts: { Absent: {}, Proxy: { arguments: [{ encode: { contract: Absent2, function: f } }] }, Token: { arguments: [1] } }\nartifacts: [{ folder: art }, { package: 5 }]',
    ['contracts.Token.arguments: expected no arguments, got 1'],
  ],
  [
    'contracts that are no map',
    'contracts: 5\ncalls: [{ contract: Token, function: open, until: 5, value: x }]',
    ['calls.0.value: expected an integer or an amount such as "10 ether", got "x"'],
  ],
])('beside %s, other mistakes are told, and none that follows', async (_, text, problems) => {
  expect([...(await problemsBeside(text))].sort()).toEqual([...problems].sort());
});

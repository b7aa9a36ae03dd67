import { describe, expect, test } from '@jest/globals';
import type { Chain } from '../../../src/contracts/index.ts';
import { recipesOf } from '../../../src/release/configuration-set.ts';
import { literalFindings } from '../../../src/release/literal-addresses.ts';
import { describeFinding } from '../../../src/report/index.ts';
import { type Address, parseAddress } from '../../../src/values/index.ts';
import { type Change, changedFiles, read } from '../environment/example-files.ts';

const deployed = parseAddress(`0x${'1'.repeat(40)}`);
const literal = parseAddress(`0x${'2'.repeat(40)}`);
const other = parseAddress(`0x${'3'.repeat(40)}`);
const names = ['KeepToken', 'TokenStaking', 'KeepRandomBeaconOperator'];
const record = { contracts: names.map((name) => ({ name, address: deployed })) };
const inTemplate: Change = ['clients.yml', '{ contract: TokenStaking }', `"${literal}"`];
const own = (address: Address): Change => [
  'clients.yml',
  'key: account-1 }',
  `key: account-1 }\n    configuration: { ethereum: { ContractAddresses: { TokenStaking: "${address}" } } }`,
];

/** A chain with code at some addresses. */
function chainWith(...existing: readonly Address[]): { readonly chain: Chain; readonly asked: Address[] } {
  const asked: Address[] = [];
  const read = async (reads: readonly { readonly params: readonly unknown[] }[]) => {
    const addresses = reads.map(({ params }) => params[0] as Address);
    asked.push(...addresses);
    return addresses.map((address) => (existing.includes(address) ? '0x60' : '0x'));
  };
  return { chain: { read } as unknown as Chain, asked };
}

async function findingsOf(changes: readonly Change[], chain: Chain, today: readonly Change[] = changes) {
  const recipes = recipesOf(await read(changedFiles(changes)), record);
  const environment = await read(changedFiles(today));
  const findings = await literalFindings(environment, chain, record, recipes, new AbortController().signal);
  return findings.map((finding) => describeFinding(finding).replace(/^deploy\//, ''));
}

describe('an address that stands literally', () => {
  test('in the template and has no code is told once, where it stands', async () => {
    expect(await findingsOf([inTemplate], chainWith().chain)).toEqual([
      expect.stringMatching(/^clients\.yml:13:.*TokenStaking: there is no code at 0x2222/),
    ]);
  });

  test("in a client's own configuration and has no code is told there", async () => {
    const findings = await findingsOf([inTemplate, own(other)], chainWith(literal).chain);
    expect(findings).toEqual([expect.stringMatching(/^clients\.yml:30:.*TokenStaking: there is no code at 0x3333/)]);
  });

  test('only in a stored release, and no more in the files, is told with its client', async () => {
    const findings = await findingsOf([own(other)], chainWith().chain, []);
    expect(findings).toEqual([expect.stringMatching(/^keep-client-1: TokenStaking: there is no code at 0x3333/)]);
  });

  test('with code is right, and asked for once', async () => {
    const { chain, asked } = chainWith(literal);
    expect(await findingsOf([inTemplate], chain)).toEqual([]);
    expect(asked).toEqual([literal]);
  });

  test('is the only thing asked for: the contracts of the record have a check of their own', async () => {
    const { chain, asked } = chainWith();
    expect(await findingsOf([], chain)).toEqual([]);
    expect(asked).toEqual([]);
  });
});

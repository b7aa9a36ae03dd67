import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseUntil } from '../../../../src/contracts/set/until-expression.ts';
import { folderWith, prepare } from '../artifact-folder-fixture.ts';

describe('an until expression', () => {
  test.each([
    ['', 'expected [Contract.]function(argument, …) == value'],
    ['owner', 'expected [Contract.]function(argument, …) == value'],
    ['owner == x', 'expected [Contract.]function(argument, …) == value'],
    ['owner()', 'expected one of == != >= > <= < and a value after owner(…)'],
    ['owner() = x', 'expected one of == != >= > <= < and a value after owner(…), got "= x"'],
    ['owner() === x', 'expected one of == != >= > <= < and a value after owner(…), got "=== x"'],
    ['owner() ==', 'a value is missing'],
    ['owner( == x', 'the closing parenthesis is missing, got "( == x"'],
    ['name("a) == x', 'the closing quotation mark is missing, got '],
    ['f(a,) == x', 'a value is missing'],
    ['f() == a == b', 'expected one value, got "a == b"'],
    ['f() == g()', 'expected one value, got "g()"'],
  ])('%p is refused: %s', (text, message) => {
    expect(() => parseUntil(text)).toThrow(message);
  });

  const word = (text: string) => ({ text, isQuoted: false });
  const quoted = (text: string) => ({ text, isQuoted: true });
  test.each([
    ['owner() == Staking', undefined, 'owner', [], '==', word('Staking')],
    [' Token . balanceOf( deployer )>=10 ether ', 'Token', 'balanceOf', [word('deployer')], '>=', word('10 ether')],
    ['f(1, 0xab) != -5', undefined, 'f', [word('1'), word('0xab')], '!=', word('-5')],
    ['f("a, b)", \'"\') < 3', undefined, 'f', [quoted('a, b)'), quoted('"')], '<', word('3')],
    ['name() == ""', undefined, 'name', [], '==', quoted('')],
    ['f()<=1', undefined, 'f', [], '<=', word('1')],
    ['f()>1', undefined, 'f', [], '>', word('1')],
  ])('%p is read', (text, contract, name, operands, operator, expected) => {
    expect(parseUntil(text)).toEqual({ contract, function: name, arguments: operands, operator, expected });
  });
});

let folder = '';
beforeAll(async () => {
  const view = (name: string, inputs: readonly string[], outputs: readonly string[], rest: object = {}) => ({
    type: 'function',
    name,
    inputs: inputs.map((type) => ({ type, name: 'key' })),
    outputs: outputs.map((type) => ({ type, name: 'out' })),
    stateMutability: 'view',
    ...rest,
  });
  const abi = [
    view('owner', [], ['address']),
    view('isAllowed', ['address'], ['bool']),
    view('count', ['bytes4', 'string'], ['uint8']),
    view('label', [], ['string']),
    view('info', [], ['uint8', 'address']),
    view('nothing', [], []),
    view('list', [], ['address[]']),
    view('get', ['address'], ['uint256']),
    view('get', ['uint256'], ['uint256']),
    view('get', [], ['uint256']),
    view('old', [], ['uint256'], { stateMutability: undefined, constant: true }),
    view('set', [], ['uint256'], { stateMutability: 'nonpayable' }),
  ];
  folder = await folderWith({
    'a/Token.json': { abi, bytecode: '0x6001' },
    'a/Proxy.json': { abi: [], bytecode: '0x6002' },
    'a/IToken.json': { abi, bytecode: '0x' },
  });
});
afterAll(() => rm(folder, { recursive: true }));

function prepareUntil(until: string, call: object = {}) {
  const set = {
    artifacts: { folder: 'a' },
    contracts: { Token: {}, Proxy: {} },
    calls: [{ contract: 'Token', function: 'set', until, ...call }],
  };
  return prepare(folder, set, { id: 1101, values: { most: 200, admin: `0x${'12'.repeat(20)}` } });
}

describe('the until of a call', () => {
  test.each([
    ['owner() = deployer', 'expected one of == != >= > <= < and a value after owner(…), got "= deployer"'],
    ['Tokn.owner() == deployer', 'the set has no contract Tokn: did you mean "Token"?'],
    ['ownr() == deployer', 'Token has no function ownr: did you mean "owner"?'],
    ['set() == 1', 'set() changes the chain: expected a function that only reads'],
    ['nothing() == 1', 'expected a function that returns one value; nothing() returns 0'],
    ['info() == 1', 'expected a function that returns one value; info() returns 2'],
    ['list() == 1', 'list() returns address[]: expected address, bool, string, bytes or an integer'],
    ['owner() > deployer', 'owner() returns address, which can only be compared by == and !='],
    ['owner() == Tokn', 'until: the set has no contract Tokn: did you mean "Token"?'],
    ['owner() == 0x12', 'until: expected an address: 0x and 40 hexadecimal digits, got "0x12"'],
    ['isAllowed() == true', 'until: expected 1 argument (address key), got 0'],
    ['isAllowed(Token) == yes', 'until: expected true or false, got "yes"'],
    ['count(0x12, a) == 1', 'until: expected 4 bytes, got 1 (parameter key)'],
    ['count(0x12345678, a) == 256', 'until: 256 does not fit into uint8'],
    [
      'get(1) == 1',
      'Token has several functions get with 1 argument (get(address), get(uint256)): ask another function',
    ],
    [
      'owner() == chain.admn',
      'until: keep-deploy.yml gives this environment\'s chain no value admn: did you mean "admin"?',
    ],
  ])('%p is refused at its line', async (until, message) => {
    const { problems } = await prepareUntil(until);
    expect(problems).toEqual([expect.stringMatching(/^calls\.0\.until: /)]);
    expect(problems[0]).toContain(message);
  });

  test.each([
    ['owner() == Proxy', [], { kind: 'contract', name: 'Proxy' }],
    ['owner() != deployer', [], { kind: 'deployer' }],
    [`owner() == 0x${'12'.repeat(20)}`, [], { kind: 'literal', value: `0x${'12'.repeat(20)}` }],
    ['owner() == chain.admin', [], { kind: 'literal', value: `0x${'12'.repeat(20)}` }],
    ['isAllowed(Proxy) == false', [{ kind: 'contract', name: 'Proxy' }], { kind: 'literal', value: false }],
    [
      'count(0x12345678, "a, b") <= chain.most',
      [
        { kind: 'literal', value: '0x12345678' },
        { kind: 'literal', value: 'a, b' },
      ],
      { kind: 'literal', value: 200n },
    ],
    ['label() == Proxy', [], { kind: 'literal', value: 'Proxy' }],
    ['get() >= 1.5 gwei', [], { kind: 'literal', value: 1_500_000_000n }],
    ['old() == 0', [], { kind: 'literal', value: 0n }],
  ])('%p is understood by the types of what it asks', async (until, values, expected) => {
    const { prepared, problems } = await prepareUntil(until);
    expect(problems).toEqual([]);
    expect(prepared?.calls[0]?.until).toMatchObject({ text: until, contract: 'Token', arguments: values, expected });
  });

  test.each([
    ['  owner()==Proxy ', 'owner() == Proxy'],
    ['Token . owner ( ) != deployer', 'Token.owner() != deployer'],
    ["count( 0x12345678,'a,  b')<=  chain.most", 'count(0x12345678, "a,  b") <= chain.most'],
    ['label() == \'so "it" is\'', `label() == 'so "it" is'`],
  ])('%p is known by one text, whatever its spaces: %s', async (until, text) => {
    expect((await prepareUntil(until)).prepared?.calls[0]?.until?.text).toBe(text);
    expect((await prepareUntil(text)).prepared?.calls[0]?.until?.text).toBe(text);
  });

  test('asks the called contract by the interface of the call, another one by its own', async () => {
    const viaProxy = { contract: 'Proxy', interface: 'IToken' };
    expect((await prepareUntil('owner() == deployer', viaProxy)).prepared?.calls[0]?.until?.contract).toBe('Proxy');
    expect((await prepareUntil('Proxy.owner() == deployer', viaProxy)).problems).toEqual([]);
    expect((await prepareUntil('Token.owner() == deployer', viaProxy)).prepared?.calls[0]?.until?.contract).toBe(
      'Token',
    );
    expect((await prepareUntil('Proxy.owner() == deployer')).problems).toEqual([
      'calls.0.until: Proxy has no function owner',
    ]);
  });
});

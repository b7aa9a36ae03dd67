import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startAnvil } from '../../tools/servers/index.ts';
import { type EndedProcess, expectExit } from '../e2e/release-process.ts';
import { serveRpc } from '../unit/contracts/rpc-node.ts';
import { repositoryOn, type UserRepository } from './user-repository.ts';

const address = (name: string) => ({ name, type: 'address' });
const artifact = (contractName: string, inputs: readonly object[], bytecode = '0x00', rest: object = {}) => ({
  contractName,
  abi: [
    { type: 'constructor', inputs, stateMutability: 'nonpayable' },
    { type: 'function', name: 'open', inputs: [address('by')], outputs: [], stateMutability: 'nonpayable' },
  ],
  bytecode,
  ...rest,
});

const files = {
  'out/Token.json': artifact('Token', []),
  // Every call of it reverts.
  'out/Holder.json': artifact('Holder', [address('token')], '0x6460006000fd6000526005601bf3'),
  'out/Vault.json': artifact('Vault', [address('token'), { name: 'steps', type: 'uint8' }]),
  'out/Linked.json': artifact('Linked', [], `0x73__MathLib${'_'.repeat(31)}00`),
  'out/Long.json': artifact('Long', [], '0x00', { deployedBytecode: `0x${'00'.repeat(24_577)}` }),
  'out/Broken.json': '{ "abi": [',
  'out/Reverts.json': artifact('Reverts', [], '0x60006000fd'),
};

const good = `artifacts: { folder: out }
contracts:
  Token: {}
  Holder: { arguments: [{ contract: Token }] }
calls:
  - { contract: Holder, function: open, arguments: [{ contract: Token }] }
`;

/** Each line has one mistake, unless it is needed for another's. */
const wrong = `artifacts: { folder: out }
contracts:
  Token: {}
  Absent: {}
  Missing: { artifact: Tokne }
  TooMany: { artifact: Token, arguments: [1] }
  TooFew: { artifact: Vault, arguments: [{ contract: Token }] }
  Vault: { arguments: [{ contract: Tokn }, x] }
  Large: { artifact: Vault, arguments: [{ contract: Token }, 256] }
  Short: { artifact: Holder, arguments: ["0x12"] }
  Mixed: { artifact: Holder, arguments: ["0x52908400098527886E0F7030069857D2E4169Ee7"] }
  Linked: {}
  Chicken: { artifact: Holder, arguments: [{ contract: Egg }] }
  Egg: { artifact: Holder, arguments: [{ contract: Chicken }] }
  Long: {}
  Broken: {}
  Valued: { artifact: Token, value: 1 ether }
  Late: { artifact: Token, after: [nothing] }
calls:
  - { contract: Nobody, function: open, arguments: [{ contract: Token }] }
  - { contract: Token, function: close }
  - { contract: Token, function: open, arguments: [Token] }
  - { contract: Token, function: open, arguments: [{ contract: Token }], until: opened() }
`;

let repository: UserRepository;

/** Nobody has ether, so that this is found too where it matters. */
beforeEach(async () => {
  const chain = await startAnvil({ chainId: 1101, blockTimeSeconds: 'on-demand', balanceEther: 0 });
  repository = await repositoryOn(chain, { contracts: good, files });
});
afterEach(async () => {
  const [deeds, objects] = [await repository.deeds(), repository.objects()];
  await repository[Symbol.asyncDispose]();
  expect(deeds).toEqual([]);
  // A lock that was taken and given back says nothing; a journal's entry would.
  expect(objects.filter((name) => !name.includes('lock.json'))).toEqual([]);
});

/** Every place with its message, in the order of files and lines; after the first ten they are no annotations any more. */
function errorsOf(run: EndedProcess): readonly string[] {
  const lines = expectExit(run, 2).output.split('\n');
  const told = lines.flatMap((line) => /^(?:error: )?(\S+\.yml:\d+:\d+: .*)$/.exec(line)?.[1] ?? []);
  return [...new Set(told)];
}

describe('nothing is sent or stored, and every mistake is told at once with its file, line and column', () => {
  test('in a contract set', async () => {
    repository.write('contracts.yml', wrong);
    expect(errorsOf(await repository.run())).toEqual([
      "contracts.yml:4:3: there is no artifact Absent in out; Broken.json in out can't be used: it is no JSON",
      `contracts.yml:5:14: there is no artifact Tokne in out: did you mean "Token"?; Broken.json in out can't be used: it is no JSON`,
      'contracts.yml:6:31: expected no arguments, got 1',
      'contracts.yml:7:30: expected 2 arguments (address token, uint8 steps), got 1',
      'contracts.yml:8:24: the set has no contract Tokn: did you mean "Token"? (parameter token)',
      'contracts.yml:8:44: expected an integer or an amount such as "10 ether", got "x" (parameter steps)',
      'contracts.yml:9:62: 256 does not fit into uint8 (parameter steps)',
      'contracts.yml:10:42: expected an address: 0x and 40 hexadecimal digits, got "0x12" (parameter token)',
      'contracts.yml:11:42: the address\'s checksum is wrong: a digit may be mistyped (with these digits it would be 0x52908400098527886E0F7030069857D2E4169EE7), got "0x52908400098527886E0F7030069857D2E4169Ee7" (parameter token)',
      'contracts.yml:12:3: links the library MathLib, which the set does not have: add MathLib: {}',
      'contracts.yml:13:3: none of these can come before the others: Chicken names Egg, Egg names Chicken',
      'contracts.yml:15:3: the code of Long has 24577 bytes, the chain takes at most 24576: let the compiler optimize it, or split it (chain.code-size-limit of keep-deploy.yml is for chains that take more)',
      "contracts.yml:16:3: the artifact Broken.json can't be used: it is no JSON",
      'contracts.yml:17:30: constructor() takes no ether',
      'contracts.yml:18:36: the set has no contract and no named call nothing',
      'contracts.yml:20:7: the set has no contract Nobody',
      'contracts.yml:21:24: Token has no function close',
      'contracts.yml:22:52: expected an address: 0x and 40 hexadecimal digits, got "Token" (parameter by)',
      'contracts.yml:23:74: expected one of == != >= > <= < and a value after opened(…)',
    ]);
  });

  test('in two files, and with two contracts of one name', async () => {
    repository.change('contracts.yml', '  Token: {}\n', '  Token: {}\n  Token: {}\n');
    repository.change('keep-deploy.yml', 'id: 1101', 'id: many');
    repository.change('keep-deploy.yml', '"0x', '"0y');
    const noAddress = `0y${repository.deployer.slice(2)}`;
    expect(errorsOf(await repository.run())).toEqual([
      'keep-deploy.yml:4:7: expected a number (the chain id the node must have), found "many"',
      `keep-deploy.yml:6:7: expected an address: 0x and 40 hexadecimal digits, in mixed case with a right checksum, found "${noAddress}"`,
      'contracts.yml:4:3: this map has the key "Token" twice',
    ]);
  });

  test('in all files, beside what is not even of the right form, and with a variable that is not there', async () => {
    repository.change('keep-deploy.yml', 'id: 1101', 'id: many\n      values: { bad: null, fee: 5 }');
    repository.change('clients.yml', 'variable: KEEP_ETHEREUM_PASSWORD', 'varable: KEEP_ETHEREUM_PASSWORD');
    repository.change('clients.yml', 'role: bootstrap', 'role: bootstap');
    repository.write(
      'contracts.yml',
      `artifacts: { folder: out }
colour: red
contracts:
  Token: { colour: red }
  Absent: {}
  Vault: { argumets: [{ contract: Tokn }, 256] }
  Vault2: { artifact: Vault, arguments: [{ contrat: Token }, 256] }
  Vault3: { artifact: Vault, arguments: [{ contract: Token }, { chain: fe }] }
  Vault4: { artifact: Vault, arguments: [{ contract: Token }, { chain: bad }] }
  Vault5: { artifact: Vault, arguments: [{ contract: Token }, { chain: id }] }
  Empty:
calls:
  - { contract: Token, functon: close }
  - 5
`,
    );
    expect(errorsOf(await repository.run([], { CHAIN_RPC_URL_0: undefined }))).toEqual([
      'keep-deploy.yml:4:7: expected a number (the chain id the node must have), found "many"',
      'keep-deploy.yml:5:17: expected a text, a number, true or false, or a list of them, found nothing',
      "keep-deploy.yml:6:7: $CHAIN_RPC_URL_0 is not set in the step's environment: add it to the step's env, from a secret",
      'contracts.yml:2:1: unknown key "colour": expected one of artifacts, contracts, calls',
      expect.stringMatching(/^contracts\.yml:4:12: unknown key "colour": expected one of artifact, /),
      "contracts.yml:5:3: there is no artifact Absent in out; Broken.json in out can't be used: it is no JSON",
      'contracts.yml:6:12: unknown key "argumets": did you mean "arguments"?',
      'contracts.yml:6:23: the set has no contract Tokn: did you mean "Token"? (parameter token)',
      'contracts.yml:6:43: 256 does not fit into uint8 (parameter steps)',
      expect.stringMatching(/^contracts\.yml:7:42: expected a text, .*, found a map$/),
      'contracts.yml:7:62: 256 does not fit into uint8 (parameter steps)',
      `contracts.yml:8:63: keep-deploy.yml gives this environment's chain no value fe: did you mean "fee"? (parameter steps)`,
      'contracts.yml:11:3: expected a map, found nothing: write {}',
      'contracts.yml:13:24: unknown key "functon": did you mean "function"?',
      'contracts.yml:13:24: Token has no function close',
      'contracts.yml:14:5: expected a map, found 5',
      "clients.yml:8:7: $CHAIN_RPC_URL_0 is not set in the step's environment: add it to the step's env, from a secret",
      "clients.yml:9:7: $CHAIN_RPC_URL_0 is not set in the step's environment: add it to the step's env, from a secret",
      'clients.yml:18:13: unknown key "varable": did you mean "variable"?',
      'clients.yml:22:5: the role "bootstap" is not listed under roles: did you mean "bootstrap"?',
    ]);
  });

  test('when the set is no YAML', async () => {
    repository.write('contracts.yml', 'contracts: { Token: {}');
    expect(errorsOf(await repository.run())).toEqual([
      'contracts.yml:1:23: this is not valid YAML: Flow map in block collection must be sufficiently indented and end with a }',
    ]);
  });

  test('when a variable is not there', async () => {
    expect(errorsOf(await repository.run([], { CHAIN_RPC_URL_0: undefined }))).toEqual([
      "keep-deploy.yml:5:7: $CHAIN_RPC_URL_0 is not set in the step's environment: add it to the step's env, from a secret",
      "clients.yml:8:7: $CHAIN_RPC_URL_0 is not set in the step's environment: add it to the step's env, from a secret",
      "clients.yml:9:7: $CHAIN_RPC_URL_0 is not set in the step's environment: add it to the step's env, from a secret",
    ]);
  });

  test.each([
    ['30s', ''],
    ['2s', '; then the timeout of 2 s was over. Nothing was sent'],
  ])('when the node refuses every connection, with a timeout of %s', async (timeout, rest) => {
    const { output } = expectExit(
      await repository.run(['--timeout', timeout], { CHAIN_RPC_URL_0: 'http://127.0.0.1:1' }),
      1,
    );
    const told = output.split('\n').filter((line) => line.startsWith('error: '));
    expect(told).toEqual([
      expect.stringMatching(
        /^error: keep-deploy\.yml:5:7: the chain's RPC node \(chain\.rpc: \$CHAIN_RPC_URL_0\) could not be asked for eth_chainId, .*: the connection was refused \(ECONNREFUSED\)/,
      ),
    ]);
    expect(told[0]?.replace(/.*\(ECONNREFUSED\)/, '')).toBe(rest);
  });

  test('when the node wants to be left alone for longer than the timeout', async () => {
    await using node = await serveRpc(() => ({ status: 429, headers: { 'retry-after': '3600' } }));
    const { output } = expectExit(await repository.run(['--timeout', '20m'], { CHAIN_RPC_URL_0: node.url }), 1);
    expect(output.split('\n').filter((line) => line.startsWith('error: '))).toEqual([
      expect.stringMatching(
        /^error: keep-deploy\.yml:5:7: .* HTTP status 429; it asks to be left alone for 3600 s, and this run has only 1[12]\d\d s left$/,
      ),
    ]);
  });

  const notSet = "is not set: apply has to sign transactions with the deployer's private key";

  test.each([
    ['an empty key', '', notSet],
    ['no key', undefined, notSet],
    ['a key that is none', 'secret', 'holds no private key: expected 64 hexadecimal digits, with or without 0x'],
    [
      "another account's key",
      `0x${'11'.repeat(32)}`,
      'is the key of 0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A, but chain.deployer is 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
    ],
  ])('of a wrong chain, with %s', async (_, key, problem) => {
    repository.change('keep-deploy.yml', 'id: 1101', 'id: 1102');
    expect(errorsOf(await repository.run([], { CONTRACT_OWNER_PRIVATE_KEY: key }))).toEqual([
      "keep-deploy.yml:4:7: the chain's id is 1101, the environment's file says 1102: is the RPC URL the right one?",
      `keep-deploy.yml:7:7: $CONTRACT_OWNER_PRIVATE_KEY ${problem}`,
    ]);
  });

  test('of what would revert, an empty key, and too little ether', async () => {
    repository.change('contracts.yml', '  Holder:', '  Reverts: {}\n  Holder:');
    expect(errorsOf(await repository.run([], { CONTRACT_OWNER_PRIVATE_KEY: '' }))).toEqual([
      'contracts.yml:4:3: the creation of Reverts would revert: it gives no reason (its constructor reverts)',
      'contracts.yml:7:5: the call Holder.open(address) would revert: it gives no reason',
      expect.stringMatching(
        /^keep-deploy\.yml:6:7: the deployer 0xf39F\w+ has 0 ether, the plan can cost up to [\d.]+ ether: [\d.]+ ether are missing$/,
      ),
      `keep-deploy.yml:7:7: $CONTRACT_OWNER_PRIVATE_KEY ${notSet}`,
    ]);
  });
});

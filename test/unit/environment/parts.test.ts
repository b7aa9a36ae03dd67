import { expect, test } from '@jest/globals';
import { type Part, readEnvironment, requireParts } from '../../../src/environment/index.ts';
import { changedFiles, findingsOf, read } from './example-files.ts';

const chain = changedFiles([])['deploy/keep-deploy.yml']?.match(/ {4}chain:\n(?: {6}.*\n)+/)?.[0] ?? '';
const lines: { readonly [part in Part]: string } = {
  chain,
  cluster: '    cluster: { namespace: keep-test }\n',
  contracts: '    contracts: contracts.yml\n',
  clients: '    clients: clients.yml\n',
};

function without(...parts: readonly Part[]) {
  return changedFiles(parts.map((part) => ['keep-deploy.yml', lines[part], '']));
}

const reading = <const P extends Part>(given: { readonly [path: string]: string }, needs: readonly P[]) =>
  readEnvironment({
    readFile: async (path) => given[path] ?? Promise.reject(new Error(path)),
    file: 'deploy/keep-deploy.yml',
    environment: 'keep-test',
    needs,
  });

test('each part that a step needs and the environment lacks is told, and no other', async () => {
  const given = without('chain', 'cluster', 'contracts', 'clients');
  expect(await findingsOf(reading(given, []))).toEqual([]);
  expect(await findingsOf(reading(given, ['chain', 'contracts']))).toEqual([
    'keep-deploy.yml:2:3: the key "chain" is missing, which this step needs: the chain the contracts are deployed to, and who deploys them',
    'keep-deploy.yml:2:3: the key "contracts" is missing, which this step needs: the file that describes the contract set',
  ]);
  expect(await findingsOf(read(given))).toHaveLength(4);
});

test('a part that is missing hides no mistake of the others', async () => {
  const given = without('cluster');
  const wrong = { ...given, 'deploy/contracts.yml': `${given['deploy/contracts.yml']}colour: red\n` };
  expect(await findingsOf(reading(wrong, ['cluster']))).toEqual([
    'keep-deploy.yml:2:3: the key "cluster" is missing, which this step needs: where the clients run',
    'contracts.yml:6:1: unknown key "colour": expected one of artifacts, contracts, calls',
  ]);
});

test('clients without contracts are checked for everything but the names of contracts', async () => {
  const given = without('contracts');
  const clients = given['deploy/clients.yml'] ?? '';
  expect(await findingsOf(reading(given, ['clients']))).toEqual([]);
  const wrong = { ...given, 'deploy/clients.yml': clients.replace('Port: 3919', 'Port: "3919"') };
  expect(await findingsOf(reading(wrong, ['clients']))).toEqual([
    expect.stringMatching(/^clients\.yml:14:\d+: expected a port/),
  ]);
});

test('what is said of a file that the environment lacks has no place', async () => {
  const environment = await reading(without('contracts', 'clients'), ['chain']);
  expect(environment.findings('clients', [{ path: ['clients'], message: 'wrong' }])).toEqual([{ message: 'wrong' }]);
  expect(environment.locate('contracts', ['contracts'])).toMatchObject({ line: 2, column: 3 });
});

test('a step that learns late what it needs is told the same', async () => {
  const environment = await reading(without('contracts'), []);
  expect(() => requireParts(environment, ['chain', 'clients'])).not.toThrow();
  expect(() => requireParts(environment, ['chain', 'contracts'])).toThrow(
    /^deploy\/keep-deploy\.yml:2:3: the key "contracts" is missing, which this step needs: /,
  );
});

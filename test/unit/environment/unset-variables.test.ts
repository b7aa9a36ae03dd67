import { describe, expect, test } from '@jest/globals';
import { changedFiles, findingsOf, read } from './example-files.ts';

const notSet = (name: string) =>
  `$${name} is not set in the step's environment: add it to the step's env, from a secret`;
const isSet = () => false;

describe('variables that are not set', () => {
  test('are told together with the key, and with what is wrong with the files', async () => {
    const given = changedFiles([['keep-deploy.yml', 'id: 1101', 'id: "1101"']]);
    const variables = { isSet, ofClients: true, keyProblem: 'no key' };
    expect(await findingsOf(read(given, 'keep-test', undefined, variables))).toEqual([
      'keep-deploy.yml:4:7: expected a number (the chain id the node must have), found "1101"',
      `keep-deploy.yml:5:7: ${notSet('CHAIN_RPC_URL')}`,
      `clients.yml:8:7: ${notSet('CHAIN_WS_URL')}`,
      `clients.yml:9:7: ${notSet('CHAIN_RPC_URL')}`,
      'undefined:undefined:undefined: no key',
    ]);
  });

  test('are no mistake where they are not read: those of the clients in a step for contracts, and the key where nothing is secret', async () => {
    const node = (reference: string) => reference === '$CHAIN_RPC_URL';
    const variables = { isSet: node, ofClients: false, keyProblem: 'no key' };
    expect(await findingsOf(read(undefined, 'keep-test', undefined, variables))).toEqual([]);
    const open = changedFiles([
      ['clients.yml', '$CHAIN_WS_URL', 'ws://127.0.0.1:8545'],
      ['clients.yml', '$CHAIN_RPC_URL', 'http://127.0.0.1:8545'],
    ]);
    expect(await findingsOf(read(open, 'keep-test', undefined, { ...variables, ofClients: true }))).toEqual([]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { glimpse } from '../../../src/environment/index.ts';
import { changedFiles, read } from './example-files.ts';

const look = (files: { readonly [path: string]: string }, environment = 'keep-test') => {
  const asked: string[] = [];
  const readFile = async (file: string) => {
    asked.push(file);
    const text = files[file];
    if (text === undefined) throw new Error('there is no such file');
    return text;
  };
  return glimpse({ readFile, file: 'deploy/keep-deploy.yml', environment }).then((seen) => ({ seen, asked }));
};

describe('a glimpse at an environment', () => {
  test.each([
    ['a file with a mistake', changedFiles([['keep-deploy.yml', 'id: 1101', 'id: "1101"']]), 'keep-test'],
    ['a file that is not there', {}, 'keep-test'],
    ['an environment that it does not have', changedFiles([]), 'keep-prod'],
    ['an environment of an inherited name', changedFiles([]), 'toString'],
  ])('sees nothing in %s, and says nothing', async (_, files, environment) => {
    expect((await look(files, environment)).seen).toBeUndefined();
  });

  test('sees the chain and the store that the whole reading finds, and reads one file', async () => {
    const files = changedFiles([]);
    const { seen, asked } = await look(files);
    const { chain, store } = await read(files);
    expect(seen).toMatchObject({ chain, store });
    expect(asked).toEqual(['deploy/keep-deploy.yml']);
  });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { askCredentialHelper } from '../../../../src/cluster/registry/credential-helper.ts';
import { createLoginSource } from '../../../../src/cluster/registry/login-source.ts';
import { UserError } from '../../../../src/report/index.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keep-deploy-helper-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;
const ports = (more: object = {}) => ({ environment: { PATH: `${folder}:/usr/bin:/bin` }, signal, ...more });
/** A helper of this name that runs a shell script, with what it reads in $asked. */
const helper = (name: string, script: string) => {
  const file = join(folder, `docker-credential-${name}`);
  writeFileSync(file, `#!/bin/sh\nasked=$(cat)\n${script}\n`, { mode: 0o755 });
};
const ask = (name: string, more: object = {}) => askCredentialHelper(name, 'registry.example', ports(more));

describe('a helper that is no use', () => {
  test.each([
    ['absent', undefined, /there is no such program on the PATH/],
    ['failing', 'echo "the keychain is locked" >&2; exit 3', /exit code 3: the keychain is locked/],
    ['complaining', 'echo "no access to the vault"; exit 1', /exit code 1: no access to the vault/],
    ['leaking', `echo '{"Username":"me","Secret":"correct horse"}'; exit 1`, /exit code 1\. Run 'docker login'/],
    ['babbling', 'echo hello', /answered something else than a JSON object with Username and Secret/],
    ['partial', `echo '{"Username":"me"}'`, /answered something else/],
  ])('(%s) is the user’s to mend, and what it may have let slip is not repeated', async (name, script, expected) => {
    if (script !== undefined) helper(name, script);
    const error = await ask(name).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(expected);
    expect(String(error)).not.toContain('horse');
  });

  test('that never answers is given up on', async () => {
    helper('slow', 'exec sleep 600');
    await expect(ask('slow', { timeoutMs: 100 })).rejects.toThrow(
      'docker-credential-slow did not answer within 100 ms',
    );
  });

  test('that is still running when the run is stopped is ended with the signal’s reason', async () => {
    helper('stopped', 'exec sleep 600');
    const stop = new AbortController();
    const answer = ask('stopped', { signal: stop.signal });
    stop.abort(new Error('SIGTERM'));
    await expect(answer).rejects.toThrow('SIGTERM');
  });

  test.each(['../evil', 'a b', '-x', 'a/b', ''])('named %j is never started', async (name) => {
    await expect(ask(name)).rejects.toThrow(/a credential helper that can't be one/);
  });
});

describe('a helper', () => {
  test.each([
    [`echo '{"Username":"me","Secret":"word"}'`, { kind: 'password', username: 'me', password: 'word' }],
    [`echo '{"Username":"<token>","Secret":"t"}'`, { kind: 'identity', token: 't' }],
    [`echo '{"Username":"","Secret":""}'`, undefined],
    ['echo "credentials not found in native keychain"; exit 1', undefined],
  ])('that says %s is understood', async (script, login) => {
    helper('speaking', script);
    expect(await ask('speaking')).toEqual(login);
  });

  test('is told the registry on its input, and gets nothing else: no argument but get, no inherited variable', async () => {
    helper(
      'recording',
      `printf '%s|%s|%s' "$asked" "$*" "$(env | cut -d= -f1 | sort | xargs)" > "${folder}/seen"; echo '{"Username":"me","Secret":"word"}'`,
    );
    process.env['KEEP_DEPLOY_TEST_SECRET'] = 'correct horse';
    try {
      await ask('recording');
    } finally {
      delete process.env['KEEP_DEPLOY_TEST_SECRET'];
    }
    const [asked, args, variables] = readFileSync(join(folder, 'seen'), 'utf8').split('|');
    expect([asked, args]).toEqual(['registry.example', 'get']);
    // PWD and the like are the shell's own.
    expect(variables?.split(' ').filter((name) => !['PWD', 'OLDPWD', 'SHLVL', '_'].includes(name))).toEqual(['PATH']);
  });
});

describe('who one is at a registry', () => {
  const config = (content: unknown, hide?: (name: string, secret: string) => void) => {
    const configFolder = mkdtempSync(join(folder, 'config-'));
    writeFileSync(join(configFolder, 'config.json'), typeof content === 'string' ? content : JSON.stringify(content));
    return createLoginSource({ configFolder, hide, ...ports() });
  };
  const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') });

  test('is nobody where docker has no configuration', async () => {
    expect(await createLoginSource({ configFolder: undefined, ...ports() })('registry.example')).toBeUndefined();
    const configFolder = join(folder, 'nowhere');
    expect(await createLoginSource({ configFolder, ...ports() })('registry.example')).toBeUndefined();
  });

  test('is an error that names the file and nothing in it where the file is broken', async () => {
    await expect(config('{"auths": "correct horse')('registry.example')).rejects.toThrow(
      /config\.json can't be used: it is not JSON/,
    );
  });

  test('comes from the registry’s own helper, else from the general one, else from the file', async () => {
    helper('own', `echo '{"Username":"own","Secret":"'$asked'"}'`);
    helper(
      'general',
      `[ "$asked" = c.example ] && { echo "credentials not found in native keychain"; exit 1; }; echo '{"Username":"general","Secret":"'$asked'"}'`,
    );
    const loginOf = config({
      credHelpers: { 'a.example': 'own' },
      credsStore: 'general',
      auths: { 'a.example': auth('file:a'), 'b.example': auth('file:b'), 'c.example': auth('file:c') },
    });
    const found = await Promise.all(['a.example', 'b.example', 'c.example', 'd.example', 'docker.io'].map(loginOf));
    expect(found.map((login) => login?.kind === 'password' && `${login.username} ${login.password}`)).toEqual([
      'own a.example',
      'general b.example',
      'file c',
      'general d.example',
      'general https://index.docker.io/v1/',
    ]);
  });

  test('is hidden as soon as it is known, in every form it is sent in', async () => {
    helper('own', `echo '{"Username":"<token>","Secret":"identity token"}'`);
    const hidden: string[] = [];
    const file = {
      credHelpers: { 'a.example': 'own' },
      auths: { 'b.example': auth('me:correct horse'), 'c.example': { registrytoken: 'bearer token' } },
    };
    const loginOf = config(file, (_, secret) => void hidden.push(secret));
    expect(hidden).toEqual([]);
    for (const registry of ['a.example', 'b.example', 'c.example', 'd.example']) await loginOf(registry);
    expect(hidden).toEqual(['identity token', 'correct horse', 'me:correct horse', 'bearer token']);
  });

  test('is looked up once for each registry', async () => {
    helper('counting', `echo x >> "${folder}/count"; echo '{"Username":"me","Secret":"word"}'`);
    const loginOf = config({ credsStore: 'counting' });
    await Promise.all([loginOf('a.example'), loginOf('a.example'), loginOf('https://a.example/v2/')]);
    expect(readFileSync(join(folder, 'count'), 'utf8').trim().split('\n')).toHaveLength(1);
  });
});

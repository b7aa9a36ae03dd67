import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { trackedFiles } from '../../tools/tracked-files.ts';

const root = join(import.meta.dirname, '../..');
const files = trackedFiles(root);
const sources = files.filter((file) => /^(src|actions|tools|test)\/.*\.ts$/.test(file));

describe('source files', () => {
  test('are named after one idea, in kebab-case', () => {
    const names = sources.map((file) => ({ file, name: basename(file).replace(/(\.test)?\.ts$/, '') }));
    expect(names.filter(({ name }) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)).map(({ file }) => file)).toEqual([]);
    expect(
      names.filter(({ name }) => /^(utils?|helpers?|common|types?|misc)$/.test(name)).map(({ file }) => file),
    ).toEqual([]);
  });

  test('read the environment of the process only in the two entries', () => {
    const entries = ['src/runner/run-on-runner.ts', 'src/runner/run-in-terminal.ts'];
    const readers = sources
      .filter((file) => /^(src|actions)\//.test(file) && !entries.includes(file))
      .filter((file) => /\bprocess\.env\b|\benv\b[^;\n]*from 'node:process'/.test(withoutComments(read(file))));
    expect(readers).toEqual([]);
  });

  test('never ask the toolkit for an OIDC token: its helper brings an HTTP client into every action', () => {
    expect(sources.filter((file) => file.startsWith('src/') && read(file).includes('getIDToken'))).toEqual([]);
  });
});

describe('nothing committed says where it was made', () => {
  const texts = files
    .filter((file) => !/^dist\/|\.(png|ico|gz|tgz|zip)$/.test(file))
    .map((file) => ({ file, text: read(file) }));

  test('no path of the machine it was written on', () => {
    const home = execFileSync('sh', ['-c', 'echo ~'], { encoding: 'utf8' }).trim();
    const paths = [root, join(root, '../..'), home]
      .map((path) => `${join(path, '/')}`)
      .filter((path) => path.length > 5);
    const found = texts.filter(({ text }) => paths.some((path) => containsPath(text, path)));
    expect(found.map(({ file }) => file)).toEqual([]);
  });

  test('no host of a package registry', () => {
    const configured = [process.env['npm_config_registry'], process.env['GOPROXY'], process.env['PIP_INDEX_URL']];
    const hosts = configured.flatMap((urls) => (urls ?? '').split(/[,|]/)).flatMap(hostOf);
    const publicOnes = [
      ['registry', 'npmjs', 'org'],
      ['registry', 'yarnpkg', 'com'],
      ['proxy', 'golang', 'org'],
    ];
    const names = [...hosts, ...publicOnes.map((parts) => parts.join('.'))];
    const found = texts.filter(({ text }) => names.some((name) => text.includes(name)));
    expect(found.map(({ file }) => file)).toEqual([]);
    expect(
      texts
        .filter(({ file, text }) => file.endsWith('package-lock.json') && text.includes('"resolved"'))
        .map(({ file }) => file),
    ).toEqual([]);
  });
});

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*.*?\*\/|^\s*\/\/.*$/gms, '');
}

function containsPath(text: string, path: string): boolean {
  const index = text.indexOf(path);
  return index !== -1 && !/[A-Za-z0-9._}-]/.test(text[index - 1] ?? ' ');
}

function hostOf(url: string): readonly string[] {
  return URL.canParse(url) ? [new URL(url).host] : [];
}

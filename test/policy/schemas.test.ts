import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { schemaDrift, schemaTexts } from '../../tools/generate-schemas.ts';

const root = join(import.meta.dirname, '../..');

interface JsonSchema {
  readonly description?: string;
  readonly pattern?: string;
  readonly properties?: { readonly [key: string]: JsonSchema };
}

/** Every key that a user can write, and what the schema says of it. */
function keysOf(schema: unknown, path = ''): { readonly path: string; readonly description: string | undefined }[] {
  if (schema === null || typeof schema !== 'object') return [];
  const own = Object.entries((schema as JsonSchema).properties ?? {});
  return [
    ...own.map(([key, { description }]) => ({ path: `${path}/${key}`, description })),
    ...Object.entries(schema).flatMap(([key, child]) => keysOf(child, `${path}/${key}`)),
  ];
}

/** What the schema says of every key of this name. */
function schemasOf(schema: unknown, name: string): JsonSchema[] {
  if (schema === null || typeof schema !== 'object') return [];
  const own = (schema as JsonSchema).properties?.[name];
  return [...(own ? [own] : []), ...Object.values(schema).flatMap((child) => schemasOf(child, name))];
}

describe('the JSON schemas', () => {
  test('are those of the code: `node tools/generate-schemas.ts --write` writes them', () => {
    expect(schemaDrift(root)).toEqual([]);
  });

  test('say that a source of artifacts is a package with its version, or a folder', () => {
    const { properties } = JSON.parse(schemaTexts().get('schemas/contracts.schema.json') ?? '');
    const [one, { items }] = properties.artifacts.anyOf;
    const rule = {
      anyOf: [{ required: ['package', 'version'] }, { required: ['folder'] }],
      dependencies: { package: ['version'], version: ['package'] },
    };
    expect([one, items]).toEqual([expect.objectContaining(rule), expect.objectContaining(rule)]);
  });

  test('would be found to drift if a file were missing', () => {
    expect(schemaDrift(join(root, 'test'))).toEqual([...schemaTexts().keys()]);
  });

  test.each([...schemaTexts()])('%s describes every key', (_, text) => {
    const keys = keysOf(JSON.parse(text));
    expect(keys.length).toBeGreaterThan(5);
    expect(keys.filter(({ description }) => description === undefined).map(({ path }) => path)).toEqual([]);
  });

  test.each([
    ['deployer', `0x${'1a'.repeat(20)}`, `0x${'1a'.repeat(19)}`],
    ['public-key', `0x02${'1a'.repeat(32)}`, `0x04${'1a'.repeat(64)}`],
    ['public-key', `03${'1a'.repeat(32)}`, `0x03${'1a'.repeat(31)}`],
  ])('let an editor see the form of %s', (key, right, wrong) => {
    const patterns = [...schemaTexts().values()]
      .flatMap((text) => schemasOf(JSON.parse(text), key))
      .map(({ pattern }) => new RegExp(pattern ?? ''));
    expect(patterns).not.toEqual([]);
    expect(patterns.every((pattern) => pattern.test(right) && !pattern.test(wrong))).toBe(true);
  });

  test.each([
    ['examples/keep-network/keep-deploy.yml', 'schemas/keep-deploy.schema.json'],
    ['examples/keep-network/contracts.yml', 'schemas/contracts.schema.json'],
    ['examples/keep-network-goerli/contracts.yml', 'schemas/contracts.schema.json'],
    ['examples/threshold-network/contracts.yml', 'schemas/contracts.schema.json'],
    ['examples/keep-network/clients.yml', 'schemas/clients.schema.json'],
  ])('%s leads an editor to its schema', (example, schema) => {
    const [, path = ''] =
      /^# yaml-language-server: \$schema=(\S+)$/m.exec(readFileSync(join(root, example), 'utf8')) ?? [];
    expect(relative(root, resolve(root, dirname(example), path))).toBe(schema);
  });
});

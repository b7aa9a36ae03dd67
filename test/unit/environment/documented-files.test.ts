import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { findingsOf, read, withFiles } from './example-files.ts';

const root = join(import.meta.dirname, '../../..');
const [settings = '', clients = ''] = [
  ...readFileSync(join(root, 'docs/files.md'), 'utf8').matchAll(/^```yaml\n((?:(?!```)[\s\S])*)^```/gm),
].map(([, text = '']) => text);

describe('the files of docs/files.md', () => {
  test('are right', async () => {
    const given = withFiles({
      'keep-deploy.yml': settings,
      'clients.yml': clients,
      'k8s/keep-client-1.yml': ownManifest,
    });
    expect(await findingsOf(read(given))).toEqual([]);
  });

  test.each([
    ['keep-deploy', settings],
    ['clients', clients],
  ])('name every key of %s.yml', (name, text) => {
    const schema = JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), 'utf8'));
    const keys = new Set(keysOf(schema));
    expect(keys.size).toBeGreaterThan(15);
    expect(parse(text)).toEqual(expect.any(Object));
    expect([...keys].filter((key) => !new RegExp(`(?<![\\w-])${key}(?![\\w-])`).test(text))).toEqual([]);
  });
});

const ownManifest = `apiVersion: v1
kind: Service
metadata: { name: keep-client-1 }
spec: { clusterIP: None, selector: { app: one } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: keep-client-1 }
spec:
  selector: { matchLabels: { app: one } }
  template:
    metadata: { labels: { app: one } }
    spec: { containers: [{ name: client }] }
`;

/** Every key that a user can write, however deep it stands. */
function keysOf(schema: unknown): readonly string[] {
  if (schema === null || typeof schema !== 'object') return [];
  const { properties = {} } = schema as { readonly properties?: object };
  return [...Object.keys(properties), ...Object.values(schema).flatMap(keysOf)];
}

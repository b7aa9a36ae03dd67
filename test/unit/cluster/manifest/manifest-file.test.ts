import { describe, expect, test } from '@jest/globals';
import { readObjects } from '../../../../src/cluster/index.ts';

const read = (text: string) => readObjects({ file: 'm.yml', text });
const kinds = (text: string) => read(text).objects.map(({ object }) => object['kind']);
const vIn = (line: string) => read(`kind: X\n${line}\n`).objects[0]?.object['v'];

describe('what is no manifest', () => {
  test.each([
    ['just text', /expected a Kubernetes object/],
    ['- a\n- b\n', /expected a Kubernetes object with apiVersion, kind and metadata, found a list/],
    ['a: *nothing\n', /can't be used/],
    ['a: [1, 2', /not valid YAML/],
  ])('%j is told', (text, message) => {
    const { objects, findings } = read(text);
    expect(objects).toEqual([]);
    expect(findings).toEqual([
      expect.objectContaining({ file: 'm.yml', line: 1, message: expect.stringMatching(message) }),
    ]);
  });

  test('does not hide the objects beside it', () => {
    const { objects, findings } = read('kind: A\n---\njust text\n---\nkind: B\nkind: C\n');
    expect(objects).toHaveLength(2);
    expect(findings.map(({ line }) => line)).toEqual([6, 3]);
  });
});

describe('what is printed by others is read as it comes', () => {
  test('by kubectl kustomize: documents in its own order, without a first line', () => {
    const text = `apiVersion: v1
data:
  RPC: https://rpc.invalid
kind: ConfigMap
metadata:
  name: keep-client-env-8m2b9h6t4d
---
apiVersion: v1
kind: Service
metadata:
  name: keep-client
`;
    expect(kinds(text)).toEqual(['ConfigMap', 'Service']);
  });

  test('by helm template: comments, sources and empty documents', () => {
    const text = `---
# Source: keep/templates/serviceaccount.yaml
apiVersion: v1
kind: ServiceAccount
metadata:
  name: keep-client
---
# Source: keep/templates/ingress.yaml
---

---
# Source: keep/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: keep-client
  labels:
    helm.sh/chart: keep-0.1.0
    app.kubernetes.io/managed-by: Helm
`;
    expect(kinds(text)).toEqual(['ServiceAccount', 'Service']);
  });

  test('by kubectl get: a list, whose items have their own places', () => {
    const text = 'apiVersion: v1\nkind: List\nitems:\n- kind: A\n  x: 1\n- kind: ServiceList\n  items:\n  - kind: B\n';
    expect(kinds(text)).toEqual(['A', 'B']);
    const { objects } = read(text);
    expect(objects.map(({ locate }) => locate?.(['kind']))).toEqual([
      { file: 'm.yml', line: 4, column: 3 },
      { file: 'm.yml', line: 8, column: 5 },
    ]);
  });

  // Each read by kubectl 1.36 to the same objects.
  test.each<[string, string, object]>([
    ['a byte order mark', '\ufeffkind: A\nv: 1\n', { kind: 'A', v: 1 }],
    ['lines that end in CR LF', 'kind: A\r\nv: |\r\n  a\r\n  b\r\n', { kind: 'A', v: 'a\nb\n' }],
    [
      'anchors',
      'kind: A\nv: &v { a: 1 }\nw: *v\nu: { <<: *v, b: 2 }\n',
      { kind: 'A', v: { a: 1 }, w: { a: 1 }, u: { a: 1, b: 2 } },
    ],
    [
      'merge keys: of several the first counts, and what is written after them counts more',
      'kind: A\nv: &v { a: 1, b: 1 }\nw: &w { b: 2, c: 2 }\nu: { <<: [*v, *w], c: 3 }\nt: { d: 4, <<: *v }\n',
      { kind: 'A', v: { a: 1, b: 1 }, w: { b: 2, c: 2 }, u: { a: 1, b: 1, c: 3 }, t: { d: 4, a: 1, b: 1 } },
    ],
    ['tags that say what is there', 'kind: A\nv: !!str 12\nw: !!int "12"\n', { kind: 'A', v: '12', w: 12 }],
    ['an end of the document', '--- # first\nkind: A\n...\n', { kind: 'A' }],
    ['a script with a line of dashes', 'kind: A\nv: |\n  # ---\n  ---\n  a\n', { kind: 'A', v: '# ---\n---\na\n' }],
    [
      'a list in brackets over several lines',
      'kind: A\nspec:\n  v: [\n    a,\n  ]\n',
      { kind: 'A', spec: { v: ['a'] } },
    ],
    ['a list at the place of its key', 'kind: A\nv:\n- a\n- b\n', { kind: 'A', v: ['a', 'b'] }],
  ])('with %s', (_, text, object) => {
    const { objects, findings } = read(text);
    expect(findings).toEqual([]);
    expect(objects.map((written) => written.object)).toEqual([object]);
  });

  test('by kubectl get of nothing: a list without items', () => {
    expect(kinds('apiVersion: v1\nkind: List\nitems: []\n')).toEqual([]);
    expect(kinds('apiVersion: v1\nkind: List\nitems:\n')).toEqual([]);
    expect(kinds('apiVersion: v1\nkind: AllowList\n')).toEqual(['AllowList']);
  });

  test('as JSON', () => {
    expect(kinds('{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}}')).toEqual(['Service']);
  });
});

// kubectl reads YAML 1.1; in YAML 1.2 0400 would be four hundred, which as a file mode lets the group write.
describe('values are what kubectl reads', () => {
  test.each<[string, unknown]>([
    ['v: 0400', 256],
    ['v: 0o400', 256],
    ['v: 1_000', 1000],
    ['v: yes', true],
    ['v: "yes"', 'yes'],
    ['v: 0.5', '0.5'],
    ['v: 1.10', '1.10'],
    ['v: 1.0', 1],
    ['v: 3:19', '3:19'],
    ['v: 2026-11-21', '2026-11-21'],
    ['v: 12345678901234567890', '12345678901234567890'],
    ['v: 0x1293a54e160D1cd7075487898d65266081A15458', '0x1293a54e160D1cd7075487898d65266081A15458'],
    ['v: ~', null],
    ['v: { <<: { a: 1 }, b: 2 }', { a: 1, b: 2 }],
  ])('%s', (line, value) => {
    expect(vIn(line)).toEqual(value);
  });
});

// What kubectl 1.36 makes of each is another value than the one that most readers of YAML make of it.
describe('what kubectl reads otherwise is refused where it stands', () => {
  test.each([
    ['a: !!binary aGVsbG8=', 4, 'the tag "!!binary" isn\'t known here'],
    ['a: { b: !mine 1 }', 9, 'the tag "!mine" isn\'t known here'],
    ['a: { b: 1, <<: { b: 2 } }', 6, '"b" stands before the key <<, which brings it too'],
    ['a: { b: 1, <<: [{ c: 2 }, { d: 3, <<: { b: 2 } }] }', 6, '"b" stands before the key <<'],
    ['a: { <<: { b: 1 }, <<: { b: 2 } }', 20, 'this map has the key << twice: write <<: [*one, *other]'],
  ])('%s', (line, column, message) => {
    const { findings } = read(`kind: X\n${line}\n`);
    expect(findings).toEqual([{ file: 'm.yml', line: 2, column, message: expect.stringContaining(message) }]);
  });

  test('a key before the merge key of an anchor, where it stands itself', () => {
    const { findings } = read('kind: X\nv: &v { b: 2 }\na:\n  b: 1\n  c: 1\n  <<: *v\n');
    expect(findings).toEqual([{ file: 'm.yml', line: 4, column: 3, message: expect.stringContaining('"b" stands') }]);
  });

  test('a map that merges itself ends', () => {
    expect(read('kind: X\na: &a { b: 1, <<: *a }\n').findings).not.toEqual([]);
  });
});

test('a value that is missing has the place of what it is missing in', () => {
  const [written] = read('kind: A\nspec:\n  template:\n    x: 1\n').objects;
  expect(written?.locate?.(['spec', 'template', 'spec', 'containers'])).toEqual({ file: 'm.yml', line: 3, column: 3 });
});

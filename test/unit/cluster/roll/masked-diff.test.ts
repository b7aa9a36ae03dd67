import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { JsonObject } from '../../../../src/cluster/kubernetes-object.ts';
import { createShown } from '../../../../src/cluster/ownership/shown-value.ts';
import { type DiffOptions, maskedDiff } from '../../../../src/cluster/roll/masked-diff.ts';

const shown = createShown({ redact: (text) => text.replaceAll(/registered\d/g, '***') });
const workload = { kind: 'StatefulSet', name: 'keep-client-0' };
const diff = (before: JsonObject | undefined, after: JsonObject | undefined, more: Partial<DiffOptions> = {}) =>
  maskedDiff(before, after, { object: workload, shown, ...more });
const configMap = { object: { kind: 'ConfigMap', name: 'c' } };
const secret = { object: { kind: 'Secret', name: 's' } };
const configuration = (...lines: readonly string[]): JsonObject => ({
  data: { configuration: `${lines.join('\n')}\n` },
});

describe('a secret', () => {
  test('is told to be new, changed or gone, and nothing else', () => {
    expect(
      diff(
        { data: { a: 'b2xk', b: 'c2FtZQ==', c: 'eA==' } },
        { data: { a: 'bmV3', b: 'c2FtZQ==', d: 'eQ==' } },
        secret,
      ),
    ).toEqual(['~ data.a: changed (not shown)', '- data.c (not shown)', '+ data.d (not shown)']);
    expect(diff(undefined, { kind: 'Secret', data: { keyfile: 'eA==' }, stringData: { b: 'open' } }, secret)).toEqual([
      '+ data.keyfile (not shown)',
      '+ kind: "Secret"',
      '+ stringData.b (not shown)',
    ]);
    expect(diff({ data: { a: 'eA==' } }, {}, secret)).toEqual(['- data (not shown)']);
  });

  test('that stands in a text shows as changed, not as what it is', () => {
    const before = configuration('[ethereum]', 'URL = "registered1"', 'Port = 1');
    expect(diff(before, configuration('[ethereum]', 'URL = "registered2"', 'Port = 1'), configMap)).toEqual([
      '~ data.configuration:',
      '      [ethereum]',
      '    - URL = "***"',
      '    + URL = "***"',
      '      Port = 1',
    ]);
    expect(diff({ a: 'registered1' }, { a: 'registered2' })).toEqual(['~ a: changed in what is not shown']);
  });

  test('of several lines, after which the lines are others, is at least said to change', () => {
    const joining = createShown({ redact: (text) => text.replaceAll(/one\n\w+/g, '***') });
    expect(diff(configuration('one', 'two'), configuration('one', 'three'), { ...configMap, shown: joining })).toEqual([
      '~ data.configuration:',
      '    changed in what is not shown',
    ]);
  });

  test('is never in any difference, wherever it stands', () => {
    const word = 'registered1';
    const text = fc.oneof(
      fc.constant(word),
      fc.constant(`a\n  b ${word}\nc`),
      fc.constantFrom('SENTINEL', 'SENTINEL\n1', 'x'),
    );
    const body = fc.dictionary(
      fc.constantFrom('data', 'spec', 'a', 'name'),
      fc.oneof(text, fc.array(fc.record({ name: text, value: text })), fc.dictionary(fc.constantFrom('x', 'y'), text)),
    );
    fc.assert(
      fc.property(body, body, (before, after) => {
        expect(diff(before, after).join('\n')).not.toContain(word);
        expect(diff({ data: before }, { data: after }, secret).join('\n')).not.toContain('SENTINEL');
      }),
    );
  });
});

describe('a difference', () => {
  test('of nothing is empty, whatever the server and our own sum say', () => {
    const spec = { template: { metadata: { annotations: { 'keep-deploy/content': 'sha256:1' } } } };
    const before = {
      metadata: { uid: '1', annotations: { 'keep-deploy/content': 'a' } },
      spec,
      status: { replicas: 1 },
    };
    const other = { template: { metadata: { annotations: { 'keep-deploy/content': 'sha256:2' } } } };
    expect(
      diff(before, { metadata: { uid: '2', annotations: { 'keep-deploy/content': 'b' } }, spec: other, status: {} }),
    ).toEqual([]);
    expect(diff(undefined, undefined)).toEqual([]);
  });

  test('names items of lists by what they are called, in the order of the new list, then what is gone', () => {
    const pod = (...containers: readonly JsonObject[]) => ({ spec: { containers } });
    const before = pod({ name: 'old', image: 'o' }, { name: 'client', image: 'c:1', args: ['a', 'b'] });
    const after = pod({ name: 'client', image: 'c:2', args: ['a', 'c'] }, { name: 'new', image: 'n' });
    expect(diff(before, after)).toEqual([
      '~ spec.containers[name="client"].args: ["a","b"] → ["a","c"]',
      '~ spec.containers[name="client"].image: "c:1" → "c:2"',
      '+ spec.containers[name="new"]: {"image":"n","name":"new"}',
      '- spec.containers[name="old"]: {"image":"o","name":"old"}',
    ]);
  });

  test('of items that no key tells apart goes by their place', () => {
    const ports = (...list: readonly JsonObject[]) => ({ ports: list });
    expect(diff(ports({ port: 1 }, { port: 1 }), ports({ port: 1 }, { port: 2 }))).toEqual(['~ ports[1].port: 1 → 2']);
  });

  test('of a configuration is one by lines, with what stands around', () => {
    const lines = (port: number, ...more: readonly string[]) => [
      ...'abcdefgh',
      `Port = ${port}`,
      'i',
      '\tj',
      'k',
      'l',
      ...more,
    ];
    expect(diff(configuration(...lines(1)), configuration(...lines(2, 'm')), configMap)).toEqual([
      '~ data.configuration:',
      '      g',
      '      h',
      '    - Port = 1',
      '    + Port = 2',
      '      i',
      '      \tj',
      '      k',
      '      l',
      '    + m',
    ]);
    expect(diff({ data: {} }, configuration('a', 'b'), configMap)).toEqual([
      '+ data.configuration:',
      '    + a',
      '    + b',
    ]);
    expect(diff({ a: 'x\ny' }, { a: 'x\ny\n' })).toEqual(['~ a:', '    only the line break at its end changed']);
  });

  test('from a live object is of what we want only', () => {
    const live = {
      metadata: { labels: { app: 'keep', theirs: 'x' } },
      spec: {
        replicas: 3,
        revisionHistoryLimit: 10,
        containers: [{ name: 'client', image: 'c:1' }, { name: 'injected' }],
      },
    };
    const wanted = {
      metadata: { labels: { app: 'keep' } },
      spec: { replicas: 1, containers: [{ name: 'client', image: 'c:1' }] },
    };
    expect(diff(live, wanted, { isBeforeLive: true })).toEqual(['~ spec.replicas: 3 → 1']);
  });

  test('too long is cut, and says by how much', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`key${index + 10}`, index]));
    const lines = diff({ data: {} }, { data: many }, configMap);
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([40, '+ data.key10: 0', '… and 21 more lines']);
    const [, long] = diff({}, { a: 'b', data: { c: `${'x'.repeat(300)}\n` } }, configMap).slice(1);
    expect(long?.length).toBeLessThan(220);
  });

  test('is the same for the same two bodies, in whatever order their fields stand', () => {
    const turned = (body: JsonObject): JsonObject => Object.fromEntries(Object.entries(body).reverse());
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (one, other) => {
          const [before, after] = [one as JsonObject, other as JsonObject];
          expect(diff(turned(before), turned(after))).toEqual(diff(before, after));
        },
      ),
    );
  });
});

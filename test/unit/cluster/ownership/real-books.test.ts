import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { LiveObject, WantedObject } from '../../../../src/cluster/kubernetes-object.ts';
import { migrationOf } from '../../../../src/cluster/ownership/client-side-apply.ts';
import { describeDrift, driftOf } from '../../../../src/cluster/ownership/drift.ts';
import { formatFieldSet, parseFieldSet } from '../../../../src/cluster/ownership/field-set.ts';
import { createShown } from '../../../../src/cluster/ownership/shown-value.ts';

/** StatefulSets as API server 1.36.3 gave them, after the body was applied by us and what the case is named after was done. */
const { body, cases } = JSON.parse(readFileSync(new URL('real-books.json', import.meta.url), 'utf8')) as {
  readonly body: WantedObject;
  readonly cases: { readonly [name: string]: LiveObject };
};
const shown = createShown({ redact: (text) => text });

test.each<[string, readonly string[]]>([
  ['applied', []],
  ['image', ['spec.template.spec.containers[name="client"].image is "registry.invalid/client:2" now, by keel']],
  ['scaled', ['spec.replicas is 3 now, by kubectl (scale)']],
  ['entry removed', ['spec.template.spec.containers[name="client"].env[name="LOG"] was removed']],
  ['by kubectl apply', ['its books no longer name keep-deploy, by kubectl-client-side-apply']],
])('real books tell the drift: %s', (name, expected) => {
  const live = cases[name];
  expect(live && driftOf(live, body, shown).map(describeDrift)).toEqual(expected);
});

test('real books are written as they were read', () => {
  const books = Object.values(cases).flatMap(({ metadata }) => metadata.managedFields ?? []);
  expect(books.length).toBeGreaterThan(8);
  for (const { fieldsV1 } of books) expect(formatFieldSet(parseFieldSet(fieldsV1))).toEqual(fieldsV1);
});

test('in real books, client-side apply is found only where it was', () => {
  const found = Object.entries(cases).filter(([, live]) => migrationOf(live) !== undefined);
  expect(found.map(([name]) => name)).toEqual(['by kubectl apply']);
});

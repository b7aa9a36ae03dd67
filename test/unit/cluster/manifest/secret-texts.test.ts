import { expect, test } from '@jest/globals';
import { secretKeys, secretTexts } from '../../../../src/cluster/index.ts';
import { service, statefulSet, template } from './manifests.ts';

const secret = (name: string, held: string) => `apiVersion: v1\nkind: Secret\nmetadata: { name: ${name} }\n${held}\n`;

test('what the Secrets of a manifest hold is known as it will be read, so that it can be hidden', () => {
  const manifest = template(
    statefulSet,
    service,
    secret('keep-client-pin', 'data: { PIN: cGxhbnRlZC1vbmU= }\nstringData: { PUK: planted-two }'),
    secret('network', 'stringData: { TOKEN: planted-three }'),
    secret('empty', 'type: Opaque'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: m }\ndata: { A: public }\n',
  );
  expect(secretTexts(manifest)).toEqual([
    { name: 'Secret network', text: 'planted-three' },
    { name: 'Secret keep-client-pin', text: 'planted-one' },
    { name: 'Secret keep-client-pin', text: 'planted-two' },
  ]);
});

test('the keys that each Secret of the manifests gets are known by its name in the cluster', () => {
  const manifest = template(
    statefulSet,
    service,
    secret('keep-client-pin', 'data: { PIN: MQ== }\nstringData: { PUK: x }'),
    secret('network', 'stringData: { TOKEN: x }'),
    secret('empty', 'type: Opaque'),
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: keep-client-map }\ndata: { A: public }\n',
  );
  const keys = [...secretKeys(manifest, ['c0', 'c1'])].map(([name, held]) => [name, ...held].join(' '));
  expect(keys.toSorted()).toEqual(['c0-pin PIN PUK', 'c1-pin PIN PUK', 'empty', 'network TOKEN']);
});

import { expect, test } from '@jest/globals';
import { secretTexts } from '../../../../src/cluster/index.ts';
import { service, statefulSet, template } from './manifests.ts';

test('what the Secrets of a manifest hold is known as it will be read, so that it can be hidden', () => {
  const secret = (name: string, held: string) => `apiVersion: v1\nkind: Secret\nmetadata: { name: ${name} }\n${held}\n`;
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

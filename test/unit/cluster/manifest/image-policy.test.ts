import { expect, test } from '@jest/globals';
import { checkManifests } from '../../../../src/cluster/index.ts';
import { rules, statefulSet } from './manifests.ts';

test('a line that Flux’s image automation rewrites is told once, by file and line, and is no mistake', () => {
  const text = statefulSet.replace('image: any', 'image: any # {"$imagepolicy": "flux-system:client"}');
  const { manifest, findings } = checkManifests({ all: [{ file: 'client.yml', text }], own: {} }, rules);
  expect(findings).toEqual([]);
  expect(manifest.remarks).toEqual([
    { file: 'client.yml', line: 16, message: expect.stringContaining('policy flux-system:client') },
  ]);
});

test('a manifest without such a line has no remark', () => {
  const text = statefulSet.replace('image: any', 'image: any # {"policy": "any"}');
  expect(checkManifests({ all: [{ file: 'client.yml', text }], own: {} }, rules).manifest).not.toHaveProperty(
    'remarks',
  );
});

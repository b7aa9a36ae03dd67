import { expect, test } from '@jest/globals';
import { createRedactor } from '../../../src/report/index.ts';
import { createSecrets } from '../../../src/runner/secret-source.ts';

test('a secret that stands elsewhere than in a variable is hidden in what we print, and masked for what others print', () => {
  const redactor = createRedactor();
  const masked: string[] = [];
  const environment = { get: () => undefined, names: () => [], passedOn: {} };
  const secrets = createSecrets(environment, redactor, { warning: () => {} }, (form) => void masked.push(form));
  secrets.hide?.('Secret keep-client-pin', 'planted-one');
  expect(redactor.redact('the pod says planted-one')).toBe('the pod says ***');
  expect(masked).toContain('planted-one');
});

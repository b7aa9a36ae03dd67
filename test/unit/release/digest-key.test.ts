import { describe, expect, test } from '@jest/globals';
import { digestKey } from '../../../src/release/digest-key.ts';

describe('the key of digests', () => {
  test('is refused when it could be guessed, also where nothing needs it', () => {
    expect(() => digestKey(() => 'short', undefined)).toThrow(
      '$KEEP_DEPLOY_DIGEST_KEY is too short: make one of at least 16 characters',
    );
  });

  test('that is missing stops only what needs it', () => {
    expect(digestKey(() => undefined, undefined)).toBeUndefined();
    expect(() => digestKey(() => undefined, "the clients' keyfiles")).toThrow('$KEEP_DEPLOY_DIGEST_KEY is not set');
  });
});

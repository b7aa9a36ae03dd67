import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's space for new objects as small as it is when a roll-out begins. It would grow to three times 16 MiB, and hold
 * that: with a thousand clients a third of all memory, for a tenth less of processor time.
 */
export function keepYoungSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

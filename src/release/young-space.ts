import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's space for new objects as small as it is when a roll-out begins, for the rest of the process. It would grow to
 * many times that, and hold it: with a thousand clients a third of all memory, for a tenth less of processor time.
 */
export function keepYoungSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

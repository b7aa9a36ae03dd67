import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8's space for new objects as small as it is now, for the rest of the process. It would grow to many times that in a
 * roll-out, and hold it: with a thousand clients a third of all memory, for a tenth less of processor time.
 */
export function keepYoungSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

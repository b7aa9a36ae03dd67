import { join } from 'node:path';
import type { Progress } from './binaries.ts';
import { buildImageProgram } from './image-program.ts';

const source = join(import.meta.dirname, '../../examples/keep-network/client');

/** The stand-in client as a program for this machine. */
export function buildClient(progress: Progress): Promise<string> {
  return buildImageProgram('keep-client', source, progress);
}

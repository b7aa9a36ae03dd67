import { RemoteError } from '../report/index.ts';
import type { DiagnosticsReply, SmokeClient } from './client-checks.ts';

/** Asks one client once; what can't be reached is no answer. @throws what ended the run */
export async function askDiagnostics(
  client: SmokeClient,
  ports: { diagnostics(client: SmokeClient): Promise<DiagnosticsReply> },
  signal: AbortSignal,
): Promise<DiagnosticsReply> {
  try {
    return await ports.diagnostics(client);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof RemoteError)) throw error;
    return { kind: 'no-answer', why: error.message };
  }
}

import { setTimeout } from 'node:timers/promises';
import { statusObject } from './api-status.ts';
import type { ClusterFault } from './cluster-fault-plan.ts';
import type { RelayedConnection } from './tcp-relay.ts';

const arrivesWithinMs = 50;

/** A stream of lines that breaks off as planned; what it had until then comes through, byte by byte as it was. */
export async function* brokenOff(
  source: AsyncIterable<Buffer>,
  { how, afterLines }: Extract<ClusterFault, { type: 'break' }>,
  connection: RelayedConnection | undefined,
  gone: AbortSignal,
): AsyncGenerator<Buffer> {
  let left = afterLines;
  let rest = Buffer.alloc(0);
  const breakNow = async function* (next: Buffer): AsyncGenerator<Buffer> {
    if (how === 'truncate') yield next.subarray(0, Math.max(1, Math.floor(next.length / 2)));
    if (typeof how === 'object') {
      const object = statusObject(how.errorEvent, 'too old resource version: a fault planned by a test');
      yield Buffer.from(`${JSON.stringify({ type: 'ERROR', object })}\n`);
    }
    if (how === 'reset' || how === 'half-open') {
      // What was written before is still on its way through the relay, and belongs to the client.
      await setTimeout(arrivesWithinMs);
      if (how === 'reset') connection?.reset();
      else connection?.freeze();
    }
    // The client is to notice by itself that nothing comes any more.
    if (how === 'stall' || how === 'half-open' || how === 'reset') await until(gone);
  };
  // A truncation needs a line to cut; everything else needs none.
  if (left === 0 && how !== 'truncate') return yield* breakNow(rest);
  for await (const chunk of source) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end + 1);
      if (left === 0) return yield* breakNow(line);
      yield line;
      rest = rest.subarray(end + 1);
      left--;
      if (left === 0 && how !== 'truncate') return yield* breakNow(rest);
    }
  }
  // A list has no end of line: cut, it is cut in its middle.
  if (rest.length > 0) yield* breakNow(rest);
}

function until(gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (gone.aborted) resolve();
    else gone.addEventListener('abort', () => resolve(), { once: true });
  });
}

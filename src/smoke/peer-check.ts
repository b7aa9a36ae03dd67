import { setTimeout as sleep } from 'node:timers/promises';
import { excerpt } from '../report/index.ts';
import { askDiagnostics } from './ask-diagnostics.ts';
import { checkClient, type DiagnosticsReply, type SmokeClient, type SmokeRelease } from './client-checks.ts';

export interface PeerCheckOptions {
  readonly release: SmokeRelease;
  /** Those of the release's clients that are asked. */
  readonly clients: readonly SmokeClient[];
  /** Asks a client's `/diagnostics` once. */
  readonly diagnostics: (client: SmokeClient) => Promise<DiagnosticsReply>;
  /** Shared by all: peers find each other in rounds. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
  /** Between two questions to the same client. */
  readonly everyMs?: number;
  /** How long a client may leave a question without an answer until it counts as one that can't be asked. */
  readonly answerWithinMs?: number;
}

/** What clients see of their network, where they can be asked. */
export interface PeerCheck {
  /** `s0: sees none of b0, b1 among its 3 peers` */
  readonly alone: readonly string[];
  /** Of whom nobody knows, and why. That is no proof, and no failure either. */
  readonly unknown: readonly string[];
}

const atOnce = 16;

/**
 * Whether each client sees a bootstrap among its peers. Only an answer that shows none is a failure: whether a client
 * answers at all is the smoke test's to say. Where the first can't be asked, the others aren't.
 */
export async function checkPeers(options: PeerCheckOptions): Promise<PeerCheck> {
  const { clients, withinMs } = options;
  const endsAt = performance.now() + withinMs;
  const [first, ...others] = clients;
  const ends: PeerEnd[] = first === undefined ? [] : [await checkOne(first, endsAt, options)];
  const isPossible = ends[0]?.isPossible !== false;
  for (let at = 0; isPossible && at < others.length; at += atOnce) {
    const some = others.slice(at, at + atOnce);
    // One question each when somebody was silent already, and no further ones when the time is over: a thousand would add up.
    const isSilent = ends.some(({ unknown }) => unknown !== undefined);
    const asking = isSilent ? { ...options, answerWithinMs: 0 } : options;
    const isOver = at > 0 && performance.now() >= endsAt;
    const checkSome = isOver ? some.map(notAsked) : some.map((client) => checkOne(client, endsAt, asking));
    ends.push(...(await Promise.all(checkSome)));
  }
  return { alone: ends.flatMap(({ alone = [] }) => alone), unknown: ends.flatMap(({ unknown = [] }) => unknown) };
}

interface PeerEnd {
  readonly alone?: string;
  readonly unknown?: string;
  /** False where nobody could ask, however long one waits. */
  readonly isPossible?: false;
}

function notAsked({ name }: SmokeClient): PeerEnd {
  return { unknown: `${name}: no time was left to ask it` };
}

async function checkOne(client: SmokeClient, endsAt: number, options: PeerCheckOptions): Promise<PeerEnd> {
  const { release, signal, everyMs = 1_000, answerWithinMs = 20_000 } = options;
  const silentUntil = Math.min(endsAt, performance.now() + answerWithinMs);
  for (;;) {
    signal.throwIfAborted();
    const reply = await askDiagnostics(client, options, signal);
    const rows = checkClient(client, reply, release);
    const seen = rows.find(({ check }) => check === 'peers');
    const isHeard = rows.some(({ check, result }) => check === 'answers' && result === 'passed');
    if (reply.kind === 'not-possible')
      return { unknown: `${client.name}: ${excerpt(reply.why, 200)}`, isPossible: false };
    if (isHeard && seen?.result !== 'failed') return {};
    const leftMs = (isHeard ? endsAt : silentUntil) - performance.now();
    if (leftMs <= 0 || (reply.kind === 'answered' && !isHeard)) {
      const told = `${client.name}: ${seen?.detail ?? 'no answer'}`;
      return isHeard ? { alone: told } : { unknown: told };
    }
    await sleep(Math.min(everyMs, leftMs), undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

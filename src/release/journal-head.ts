import type { JournalHead } from '../contracts/index.ts';
import { excerpt, type Log } from '../report/index.ts';
import type { Store } from '../store/index.ts';
import { canonicalJson, isHex, type Json } from '../values/index.ts';

/** The head as it was found: `head` is undefined when there is none or it can't be read, the generation when there is none. */
export interface SeenHead {
  readonly head: JournalHead | undefined;
  readonly generation: string | undefined;
}

export async function readHead(store: Store, name: string, log: Pick<Log, 'warning'>): Promise<SeenHead> {
  const found = await store.read(name);
  if (found === undefined) return { head: undefined, generation: undefined };
  const head = parseHead(found.bytes);
  if (head === undefined) log.warning(`${name} in ${store.location} can't be read: the journal is read from its start`);
  return { head, generation: found.generation };
}

/**
 * Moves the head that was seen (undefined: not looked at yet) forward, unless another run has moved it meanwhile. What can't be written is only said: the
 * next run reads more.
 */
export async function moveHead(
  store: Store,
  name: string,
  head: JournalHead,
  seen: SeenHead | undefined,
  log: Pick<Log, 'warning'>,
): Promise<void> {
  const bytes = new TextEncoder().encode(canonicalJson({ version: 1, ...head } as unknown as Json));
  try {
    const present = seen ?? (await readHead(store, name, log));
    if (present.head !== undefined && present.head.next >= head.next) return;
    if (present.generation === undefined) await store.create(name, bytes);
    else await store.replace(name, bytes, present.generation);
  } catch (error) {
    log.warning(`${name} could not be moved: the next run reads more. ${excerpt(String(error), 200)}`);
  }
}

function parseHead(bytes: Uint8Array): JournalHead | undefined {
  try {
    const { version, next, usedNonces, finalBlock, renewedScopes } = JSON.parse(new TextDecoder().decode(bytes));
    if (version !== 1 || !isCount(next) || !isCount(usedNonces)) return undefined;
    if (finalBlock !== undefined && !(isCount(finalBlock.number) && isHex(finalBlock.hash))) return undefined;
    if (renewedScopes !== undefined && !isTexts(renewedScopes)) return undefined;
    return {
      next,
      usedNonces,
      ...(finalBlock && { finalBlock: { number: finalBlock.number, hash: finalBlock.hash } }),
      ...(renewedScopes && { renewedScopes }),
    };
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

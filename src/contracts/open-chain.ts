import { type Log, UserError } from '../report/index.ts';
import { isSecretReference, type Secrets, secretName } from '../values/index.ts';
import type { Chain } from './chain/chain.ts';
import type { Rpc } from './chain/rpc.ts';
import { createRpcChain } from './chain/rpc-chain.ts';
import { type Clock, systemClock } from './clock.ts';

export interface OpenChainOptions {
  readonly secrets: Secrets;
  readonly log: Log;
  readonly clock?: Clock;
  /** For one request. */
  readonly timeoutMs?: number;
  /** Told by each node what failed whenever it is asked again, and nothing once it has answered. */
  readonly onTrouble?: ((node: string, message: string | undefined) => void) | undefined;
  /** Until the run's deadline: nodes that ask to be left alone are, as far as that allows. */
  readonly remainingMs?: (() => number) | undefined;
}

/**
 * Opens the chain that an environment names, by one node or by several. Nothing is asked yet.
 * @throws UserError that names each setting whose URL is missing or none, and never the URL.
 */
export function openChain(
  { rpc }: { readonly rpc: string | readonly string[] },
  { secrets, log, clock = systemClock, timeoutMs = 30_000, onTrouble, remainingMs }: OpenChainOptions,
): Chain {
  const given = typeof rpc === 'string' ? [rpc] : rpc;
  const problems: string[] = [];
  const nodes = given.flatMap((text, index): Rpc[] => {
    const place = typeof rpc === 'string' ? 'chain.rpc' : `chain.rpc, ${index + 1} of ${given.length}`;
    const setting = isSecretReference(text) ? `${place}: ${text}` : place;
    const url = isSecretReference(text) ? secrets(secretName(text)) : text;
    const problem = problemOf(text, place, url);
    if (problem !== undefined || url === undefined) {
      problems.push(problem ?? '');
      return [];
    }
    const isOneOfMany = given.length > 1;
    return [
      onFirstUse(setting, async () => {
        const { openHttpRpc } = await import('./chain/http-rpc.ts');
        const told = onTrouble && ((message: string | undefined) => onTrouble(setting, message));
        return openHttpRpc(url, { timeoutMs, clock, log, setting, onTrouble: told, isOneOfMany, remainingMs });
      }),
    ];
  });
  const [first, ...others] = nodes;
  if (problems.length > 0) throw new UserError(problems.map((message) => ({ message })));
  if (first === undefined) throw new UserError('chain.rpc names no node');
  return createRpcChain(first, ...others);
}

function problemOf(text: string, place: string, url: string | undefined): string | undefined {
  if (url === undefined) return `${text} is not set: expected the URL of the chain's RPC node`;
  if (URL.canParse(url) && /^https?:\/\//i.test(url)) return undefined;
  return `${isSecretReference(text) ? text : place} is no URL that can be used: expected one that starts with http:// or https://`;
}

/** Node's HTTPS takes longer to load than everything else here, and not every step asks the chain. */
function onFirstUse(setting: string, open: () => Promise<Rpc>): Rpc {
  let opened: Promise<Rpc> | undefined;
  return {
    setting,
    async batch(calls, signal) {
      opened ??= open();
      return await (await opened).batch(calls, signal);
    },
  };
}

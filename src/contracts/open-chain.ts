import { type Log, UserError } from '../report/index.ts';
import { isSecretReference, type Secrets, secretName } from '../values/index.ts';
import type { Chain } from './chain/chain.ts';
import type { Rpc } from './chain/rpc.ts';
import { createRpcChain } from './chain/rpc-chain.ts';
import type { ChainSettings } from './chain-schema.ts';
import { type Clock, systemClock } from './clock.ts';

export interface OpenChainOptions {
  readonly secrets: Secrets;
  readonly log: Log;
  readonly clock?: Clock;
  /** For one request. */
  readonly timeoutMs?: number;
}

/** Opens the chain that an environment names. Nothing is asked yet. @throws UserError when the URL is missing or none. */
export function openChain(
  { rpc }: Pick<ChainSettings, 'rpc'>,
  { secrets, log, clock = systemClock, timeoutMs = 30_000 }: OpenChainOptions,
): Chain {
  const setting = isSecretReference(rpc) ? `chain.rpc: ${rpc}` : 'chain.rpc';
  const url = isSecretReference(rpc) ? secrets(secretName(rpc)) : rpc;
  if (url === undefined) throw new UserError(`${rpc} is not set: expected the URL of the chain's RPC node`);
  if (!URL.canParse(url) || !/^https?:\/\//i.test(url)) {
    throw new UserError(
      `${isSecretReference(rpc) ? rpc : 'chain.rpc'} is no URL that can be used: expected one that starts with http:// or https://`,
    );
  }
  return createRpcChain(
    onFirstUse(async () => {
      const { openHttpRpc } = await import('./chain/http-rpc.ts');
      return openHttpRpc(url, { timeoutMs, clock, log, setting });
    }),
  );
}

/** Node's HTTPS takes longer to load than everything else here, and not every step asks the chain. */
function onFirstUse(open: () => Promise<Rpc>): Rpc {
  let opened: Promise<Rpc> | undefined;
  return {
    async batch(calls, signal) {
      opened ??= open();
      return await (await opened).batch(calls, signal);
    },
  };
}

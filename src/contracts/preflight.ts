import { RemoteError, UserError } from '../report/index.ts';
import { type Address, parseAddress } from '../values/index.ts';
import type { ChainState } from './chain/chain.ts';
import { type ChainSettings, signerName } from './chain-schema.ts';
import { describeWrongChain } from './check-code.ts';
import type { Forecast } from './forecast.ts';
import type { ContractRecord } from './record.ts';
import { openSigner, type Signer } from './signer.ts';

/** The chain is the one that the file means, and the record is of this chain and this deployer. */
export function requireRightChain(
  { identity }: ChainState,
  settings: ChainSettings,
  previousRecord: ContractRecord | undefined,
): void {
  if (identity.id !== settings.id) {
    throw new UserError(
      `the chain's id is ${identity.id}, the environment's file says ${settings.id}: is the RPC URL the right one?`,
    );
  }
  const wrong = previousRecord && describeWrongChain(identity, previousRecord.chain);
  if (wrong !== undefined) throw new UserError(wrong);
  if (previousRecord !== undefined && previousRecord.deployer !== parseAddress(settings.deployer)) {
    throw new UserError(
      `the contract record was made by the deployer ${previousRecord.deployer}, the environment's file names ${settings.deployer}`,
    );
  }
}

/** Every nonce of a finished migration is used: a node that says otherwise lags, or its chain was put back. */
export function requireUsedNonces({ nonce }: ChainState, usedNonces: number): void {
  if (nonce >= usedNonces) return;
  throw new RemoteError(
    `the chain's node says that the deployer has sent ${nonce} transactions, the journal of finished runs has ${usedNonces}: the node lags behind, or the chain was put back to an earlier state. Nothing is sent`,
  );
}

/** Everything that can stop a run, found before anything is sent and said at once. */
export async function preflight(
  privateKey: string | undefined,
  settings: ChainSettings,
  deployer: Address,
  state: ChainState,
  forecast: Forecast | undefined,
): Promise<Signer> {
  const findings = [...(forecast?.findings ?? [])];
  if (forecast?.missingBalance !== undefined) findings.push(forecast.missingBalance);
  if (state.pendingNonce > state.nonce) {
    findings.push(
      `the deployer ${deployer} has ${state.pendingNonce - state.nonce} pending transactions that the journal does not know: wait until they are mined, and let nothing else use this key`,
    );
  }
  const signer = await openSignerOrFind(privateKey, signerName(settings), findings);
  if (signer !== undefined && signer.address !== deployer) {
    findings.push(`${signerName(settings)} is the key of ${signer.address}, but chain.deployer is ${deployer}`);
  }
  if (signer === undefined || findings.length > 0) throw asUserError(findings);
  return signer;
}

async function openSignerOrFind(
  privateKey: string | undefined,
  variable: string,
  findings: string[],
): Promise<Signer | undefined> {
  if (privateKey === undefined || privateKey.trim() === '') {
    findings.push(`${variable} is not set: apply has to sign transactions with the deployer's private key`);
    return undefined;
  }
  try {
    return await openSigner(privateKey, variable);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    findings.push(error.message);
    return undefined;
  }
}

export function asUserError(findings: readonly string[]): UserError {
  return new UserError(findings.map((message) => ({ message })));
}

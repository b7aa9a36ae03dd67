import { counted, type Problem, RemoteError, UserError } from '../../report/index.ts';
import { type Address, parseAddress } from '../../values/index.ts';
import type { Chain, ChainState } from '../chain/chain.ts';
import { chainId } from '../chain/reads.ts';
import { type ChainSettings, signerName } from '../journal/chain-schema.ts';
import type { ContractRecord } from '../journal/record.ts';
import { describeWrongChain } from '../sending/check-code.ts';
import { chainProblem, Refused } from '../sending/refused.ts';
import type { Signer } from '../transaction/signer.ts';
import type { Forecast } from './forecast.ts';

/** A chain has room for 2^64 - 2 (EIP-2681), a JavaScript number counts to 2^53 - 1; no run sends as many as lie between. */
const highestNonce = Number.MAX_SAFE_INTEGER - 1_000_000;

/** The chain is the one that the file means, and the record is of this chain and this deployer. */
export function requireRightChain(
  state: ChainState,
  settings: ChainSettings,
  previousRecord: ContractRecord | undefined,
): void {
  const findings = wrongChain(state, settings, previousRecord);
  if (findings.length > 0) throw new Refused(findings);
}

export function wrongChain(
  { identity, nonce }: ChainState,
  settings: ChainSettings,
  previousRecord: ContractRecord | undefined,
): readonly Problem[] {
  const findings: Problem[] = [];
  if (identity.id !== settings.id) {
    findings.push(
      chainProblem(
        'id',
        `the chain's id is ${identity.id}, the environment's file says ${settings.id}: is the RPC URL the right one?`,
      ),
    );
  }
  if (nonce > highestNonce) {
    findings.push(
      chainProblem(
        'deployer',
        `the deployer ${settings.deployer} has sent ${nonce} transactions: keep-deploy counts only up to ${Number.MAX_SAFE_INTEGER} (2^53 - 1), less what a run may send. Use another deployer`,
      ),
    );
  }
  const wrong = previousRecord && describeWrongChain(identity, previousRecord.chain);
  if (wrong !== undefined) findings.push(chainProblem('rpc', wrong));
  if (previousRecord !== undefined && previousRecord.deployer !== parseAddress(settings.deployer)) {
    findings.push(
      chainProblem(
        'deployer',
        `the contract record was made by the deployer ${previousRecord.deployer}, the environment's file names ${settings.deployer}`,
      ),
    );
  }
  return findings;
}

export interface PreflightOptions {
  /** Without it nothing is sent to Ethereum's main network. */
  readonly allowMainnet?: boolean;
  /** To look whether every endpoint is of the same chain; without them only the first is known to be. */
  readonly chain?: Chain;
  readonly signal?: AbortSignal;
  readonly warn?: (message: string) => void;
}

/** Everything that can stop a run, found before anything is sent and said at once. */
export async function preflight(
  open: (() => Promise<Signer>) | undefined,
  settings: ChainSettings,
  deployer: Address,
  state: ChainState,
  forecast: Forecast | undefined,
  { allowMainnet = false, chain, signal, warn }: PreflightOptions = {},
): Promise<Signer> {
  const findings = [...(forecast?.findings ?? [])];
  if (forecast?.missingBalance !== undefined) findings.push(chainProblem('deployer', forecast.missingBalance));
  findings.push(...sendingFindings(deployer, state, allowMainnet));
  const [signer, ofEndpoints] = await Promise.all([
    openSignerOrFind(open, settings, deployer, findings),
    chain === undefined || signal === undefined ? { findings: [], warnings: [] } : checkEndpoints(chain, signal),
  ]);
  findings.push(...ofEndpoints.findings);
  for (const warning of [...sendingWarnings(deployer, state), ...ofEndpoints.warnings]) warn?.(warning);
  if (signer === undefined || findings.length > 0) throw new Refused(findings);
  return signer;
}

const mainnet = 1;
/** What an account's code begins with when it lends its name to other code (EIP-7702). */
const delegation = '0xef0100';

/** What stops the deployer from sending on this chain, as far as that is known without its key. */
export function sendingFindings(
  deployer: Address,
  { identity, nonce, pendingNonce, deployerCode }: ChainState,
  allowMainnet: boolean,
): readonly Problem[] {
  const findings: Problem[] = [];
  if (pendingNonce > nonce) {
    findings.push(
      chainProblem(
        'deployer',
        `the deployer ${deployer} has ${counted(pendingNonce - nonce, 'pending transaction')} that the journal does not know: wait until nothing is pending, and let nothing else use this key`,
      ),
    );
  }
  if (deployerCode !== '0x' && !deployerCode.startsWith(delegation)) {
    findings.push(
      chainProblem(
        'deployer',
        `the deployer ${deployer} is a contract: only an account with a key can send transactions`,
      ),
    );
  }
  if (identity.id === mainnet && !allowMainnet) {
    findings.push(
      chainProblem(
        'id',
        "the chain is Ethereum's main network, where ether is money: nothing is sent without allow-mainnet",
      ),
    );
  }
  return findings;
}

/** What makes sending slow. */
export function sendingWarnings(deployer: Address, { deployerCode }: ChainState): readonly string[] {
  if (!deployerCode.startsWith(delegation)) return [];
  return [
    `the deployer ${deployer} delegates to the code at 0x${deployerCode.slice(delegation.length)} (EIP-7702): nodes take only one transaction at a time from such an account`,
  ];
}

/** An endpoint of another chain is a mistake in the file; one that is away is only said. */
async function checkEndpoints(
  chain: Chain,
  signal: AbortSignal,
): Promise<{ readonly findings: readonly Problem[]; readonly warnings: readonly string[] }> {
  const findings: Problem[] = [];
  const warnings: string[] = [];
  const others = Array.from({ length: chain.endpoints - 1 }, (_, index) => index + 1);
  await Promise.all(
    others.map(async (endpoint) => {
      try {
        await chain.read([chainId()], signal, endpoint);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof UserError) findings.push(chainProblem('rpc', error.message));
        else if (error instanceof RemoteError) warnings.push(error.message);
        else throw error;
      }
    }),
  );
  return { findings, warnings };
}

/** The deployer's signer; what is wrong with it goes to the findings. */
export async function openSignerOrFind(
  open: (() => Promise<Signer>) | undefined,
  settings: ChainSettings,
  deployer: Address,
  findings: Problem[],
): Promise<Signer | undefined> {
  const name = signerName(settings);
  const find = (message: string) => findings.push(chainProblem('signer', message));
  if (open === undefined) {
    find(`${name} is not set: apply has to sign transactions with the deployer's private key`);
    return undefined;
  }
  try {
    const signer = await open();
    if (signer.address !== deployer) find(`${name} is the key of ${signer.address}, but chain.deployer is ${deployer}`);
    return signer;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    find(error.message);
    return undefined;
  }
}

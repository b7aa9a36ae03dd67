import { describe, expect, test } from '@jest/globals';
import type { Chain, ChainState } from '../../../../src/contracts/chain/chain.ts';
import type { ChainSettings } from '../../../../src/contracts/journal/chain-schema.ts';
import type { ContractRecord } from '../../../../src/contracts/journal/record.ts';
import type { Forecast } from '../../../../src/contracts/plan/forecast.ts';
import { preflight, requireRightChain } from '../../../../src/contracts/plan/preflight.ts';
import type { Signer } from '../../../../src/contracts/transaction/signer.ts';
import { RemoteError, UserError } from '../../../../src/report/index.ts';
import { type Hex, parseAddress } from '../../../../src/values/index.ts';

const deployer = parseAddress('0x52908400098527886E0F7030069857D2E4169EE7');
const other = parseAddress(`0x${'1'.repeat(40)}`);
const genesisHash: Hex = `0x${'a'.repeat(64)}`;
const settings: ChainSettings = { id: 1101, rpc: '$URL', confirmations: 1, deployer, signer: '$KEY' };
const signer = (address = deployer): (() => Promise<Signer>) => {
  return async () => ({ address, sign: async () => ({ raw: '0x', hash: '0x' }) });
};

function state(changes: Partial<ChainState> = {}): ChainState {
  return {
    identity: { id: 1101, genesisHash },
    block: { number: 1, timeSeconds: 1, gasLimit: 30_000_000n },
    baseFee: 1n,
    gasPrice: 1n,
    nonce: 3,
    pendingNonce: 3,
    balance: 1n,
    hasSimulateV1: true,
    deployerCode: '0x',
    codeHashes: new Map(),
    ...changes,
  };
}

const forecast = (changes: Partial<Forecast>): Forecast => ({
  simulation: 'all',
  method: 'eth_call',
  outcomes: new Map(),
  gasLimits: new Map(),
  codeHashes: new Map(),
  fee: { kind: 'legacy', gasPrice: 1n },
  gas: 0n,
  worstCost: 0n,
  findings: [],
  notSimulated: [],
  missingBalance: undefined,
  ...changes,
});

async function findingsOf(...given: Parameters<typeof preflight>): Promise<readonly string[]> {
  const error = await preflight(...given).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error === undefined) return [];
  if (!(error instanceof UserError)) throw error;
  return error.findings.map(({ message }) => message);
}

describe('before anything is sent', () => {
  test('all that is wrong is said at once', async () => {
    const findings = await findingsOf(
      signer(other),
      settings,
      deployer,
      state({ pendingNonce: 5, deployerCode: '0x6000', identity: { id: 1, genesisHash } }),
      forecast({
        findings: [{ path: ['contracts', 'A'], message: 'A would revert' }],
        missingBalance: '2 ether are missing',
      }),
    );
    expect(findings).toEqual([
      'A would revert',
      '2 ether are missing',
      expect.stringMatching(/has 2 pending transactions that the journal does not know/),
      expect.stringMatching(/is a contract: only an account with a key/),
      expect.stringMatching(/^the chain is Ethereum's main network.* allow-mainnet$/),
      `$KEY is the key of ${other}, but chain.deployer is ${deployer}`,
    ]);
  });

  test('a key that is missing or can’t be opened is one finding among the others', async () => {
    const busy = state({ pendingNonce: 4 });
    expect(await findingsOf(undefined, settings, deployer, busy, undefined)).toEqual([
      expect.stringMatching(/1 pending/),
      expect.stringMatching(/^\$KEY is not set/),
    ]);
    const broken = async (): Promise<Signer> => {
      throw new UserError('$KEY holds no private key');
    };
    expect(await findingsOf(broken, settings, deployer, busy, undefined)).toEqual([
      expect.stringMatching(/1 pending/),
      '$KEY holds no private key',
    ]);
  });

  test('a keystore is named as the file does', async () => {
    const keystore = { ...settings, signer: { keystore: 'keys/owner.json', password: '$PASSWORD' as const } };
    expect(await findingsOf(signer(other), keystore, deployer, state(), undefined)).toEqual([
      expect.stringMatching(/^the keystore keys\/owner\.json is the key of/),
    ]);
  });

  test('the main network is let through only when the run allows it', async () => {
    const main = state({ identity: { id: 1, genesisHash } });
    expect(await findingsOf(signer(), settings, deployer, main, undefined)).toHaveLength(1);
    expect(await findingsOf(signer(), settings, deployer, main, undefined, { allowMainnet: true })).toEqual([]);
  });

  test('a deployer that delegates its code is let through with a warning', async () => {
    const warnings: string[] = [];
    const delegated = state({ deployerCode: `0xef0100${'2'.repeat(40)}` });
    const warn = (message: string): void => void warnings.push(message);
    expect(await findingsOf(signer(), settings, deployer, delegated, undefined, { warn })).toEqual([]);
    expect(warnings).toEqual([expect.stringMatching(/delegates to the code at 0x2{40} \(EIP-7702\)/)]);
  });

  test('each further endpoint is looked at: one of another chain is a finding, one that is away a warning', async () => {
    const warnings: string[] = [];
    const asked: (number | undefined)[] = [];
    const chain: Chain = {
      endpoints: 4,
      read: (async (_reads: unknown, _signal: unknown, endpoint?: number) => {
        asked.push(endpoint);
        if (endpoint === 1) throw new UserError('$B is of another chain');
        if (endpoint === 2) throw new RemoteError('$C is away');
        return [1101];
      }) as Chain['read'],
      send: async () => [],
    };
    const options = {
      chain,
      signal: new AbortController().signal,
      warn: (message: string): void => void warnings.push(message),
    };
    expect(await findingsOf(signer(), settings, deployer, state(), undefined, options)).toEqual([
      '$B is of another chain',
    ]);
    expect(warnings).toEqual(['$C is away']);
    expect(asked).toEqual([1, 2, 3]);
  });
});

describe('the chain', () => {
  const record = (changes: Partial<ContractRecord>) =>
    ({ chain: { id: 1101, genesisHash }, deployer, ...changes }) as ContractRecord;

  test('is the wrong one in every way at once', () => {
    const check = () =>
      requireRightChain(
        state({ identity: { id: 5, genesisHash } }),
        settings,
        record({ chain: { id: 7, genesisHash }, deployer: other }),
      );
    expect(check).toThrow(
      /^the chain's id is 5, the environment's file says 1101.*\nthe chain's id is 5, the contract record is of chain 7\nthe contract record was made by the deployer/,
    );
  });

  test('is another when its first block is', () => {
    expect(() =>
      requireRightChain(state(), settings, record({ chain: { id: 1101, genesisHash: `0x${'b'.repeat(64)}` } })),
    ).toThrow(/another first block/);
  });

  test.each([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1, Number.MAX_SAFE_INTEGER - 1_000])(
    'has a deployer whose nonce, %d, leaves no numbers for a run: said before anything is planned',
    (nonce) => {
      expect(() => requireRightChain(state({ nonce }), settings, undefined)).toThrow(
        new RegExp(`^the deployer 0x.* has sent ${nonce} transactions: keep-deploy counts only up to 9007199254740991`),
      );
    },
  );

  test('is the right one', () => {
    expect(() => requireRightChain(state(), settings, record({}))).not.toThrow();
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tinyPackage } from './tiny-contracts.ts';

const keepCore = '{ package: "@keep-network/keep-core", version: 1.8.0 }';
const tiny = `{ package: ${tinyPackage.name}, version: ${tinyPackage.version} }`;

/** What a finished run must have left on the chain: `read` of a contract names another one, or the deployer. */
export interface Fact {
  readonly contract: string;
  /** Calldata; an address in it is written <NAME>. */
  readonly read: string;
  readonly expected: string;
}

/** Another commit of a set, while a run of the first one is unfinished. */
export interface Newer {
  readonly what: 'keeps' | 'drops' | 'corrects';
  readonly text: string;
  /** Against the first commit's contracts and targets of calls. */
  readonly adds?: readonly string[];
  readonly takesOut?: readonly string[];
  /** What the first commit may have put on the chain already, and the newer one doesn't want: each at most once. */
  readonly superfluous: readonly string[];
}

export interface FaultSet {
  readonly name: 'independent' | 'layered' | 'keep-v1' | 'fragile';
  readonly text: string;
  readonly contracts: readonly string[];
  /** Targets of the calls that must have been made, in no order. */
  readonly calls: readonly string[];
  readonly facts: readonly Fact[];
  readonly newer: readonly Newer[];
}

const ownerOf = (contract: string, expected: string): Fact => ({ contract, read: '0x8da5cb5b', expected });
const gasPriceConsumer = (index: number, expected: string): Fact => ({
  contract: 'GasPriceOracle',
  read: `0x9955efd0${String(index).padStart(64, '0')}`,
  expected,
});

const independentText = `artifacts: ${keepCore}
contracts:
  KeepToken: {}
  Locks: {}
  TopUps: {}
  GasPriceOracle: {}
  DelayFactor: {}
`;

export const independent: FaultSet = {
  name: 'independent',
  text: independentText,
  contracts: ['KeepToken', 'Locks', 'TopUps', 'GasPriceOracle', 'DelayFactor'],
  calls: [],
  facts: [ownerOf('GasPriceOracle', 'deployer')],
  newer: [
    { what: 'keeps', text: `${independentText}  Reimbursements: {}\n`, adds: ['Reimbursements'], superfluous: [] },
    {
      what: 'drops',
      text: independentText.replace('  TopUps: {}\n', ''),
      takesOut: ['TopUps'],
      superfluous: ['TopUps'],
    },
    {
      what: 'corrects',
      text: independentText.replace('TopUps: {}', 'TopUps: { artifact: Reimbursements }'),
      superfluous: ['TopUps'],
    },
  ],
};

const layeredText = `artifacts: [${keepCore}, ${tiny}]
contracts:
  KeepToken: {}
  TokenGrant: { arguments: [{ contract: KeepToken }] }
  KeepRegistry: {}
  TokenStakingEscrow: { arguments: [{ contract: KeepToken }, { contract: TokenGrant }] }
  MinimumStakeSchedule: {}
  GrantStaking: {}
  Locks: {}
  TopUps: {}
  TokenStaking:
    arguments: [{ contract: KeepToken }, { contract: TokenGrant }, { contract: TokenStakingEscrow }, { contract: KeepRegistry }, 1]
  GasPriceOracle: {}
  Treasury: { value: "1 ether" }
  Holder: { arguments: [{ contract: TokenStaking }], after: [handover] }
calls:
  - name: handover
    contract: TokenStakingEscrow
    function: transferOwnership
    arguments: [{ contract: TokenStaking }]
    until: "owner() == TokenStaking"
  - { contract: TokenGrant, function: authorizeStakingContract, arguments: [{ contract: TokenStaking }] }
  - { contract: Treasury, function: deposit, value: "2 ether" }
  - { contract: GasPriceOracle, function: addConsumerContract, arguments: [{ contract: Holder }], one-shot: true }
`;

const layeredContracts = [
  ...['KeepToken', 'TokenGrant', 'KeepRegistry', 'TokenStakingEscrow', 'MinimumStakeSchedule', 'GrantStaking'],
  ...['Locks', 'TopUps', 'TokenStaking', 'GasPriceOracle', 'Treasury', 'Holder'],
];

export const layered: FaultSet = {
  name: 'layered',
  text: layeredText,
  contracts: layeredContracts,
  calls: ['TokenStakingEscrow', 'TokenGrant', 'Treasury', 'GasPriceOracle'],
  facts: [
    ownerOf('TokenStakingEscrow', 'TokenStaking'),
    ownerOf('Holder', 'TokenStaking'),
    ownerOf('Treasury', 'deployer'),
    gasPriceConsumer(0, 'Holder'),
    gasPriceConsumer(1, 'nothing'),
  ],
  newer: [
    {
      what: 'keeps',
      text: layeredText.replace('  GasPriceOracle: {}\n', '  GasPriceOracle: {}\n  DelayFactor: {}\n'),
      adds: ['DelayFactor'],
      superfluous: [],
    },
    {
      what: 'drops',
      text: layeredText.replace(/ {2}Treasury: .*\n/, '').replace(/ {2}- \{ contract: Treasury.*\n/, ''),
      takesOut: ['Treasury'],
      superfluous: ['Treasury'],
    },
    {
      what: 'corrects',
      text: layeredText.replace('value: "1 ether"', 'value: "3 ether"'),
      superfluous: ['Treasury'],
    },
  ],
};

const keepText = readFileSync(join(import.meta.dirname, '../../examples/keep-network/contracts.yml'), 'utf8');

export const keepV1: FaultSet = {
  name: 'keep-v1',
  text: keepText,
  contracts: [...(keepText.split('\ncalls:')[0]?.matchAll(/^ {2}(\w+):/gm) ?? [])].map(([, name = '']) => name),
  calls: [
    'TokenStakingEscrow',
    'TokenGrant',
    'KeepRegistry',
    'KeepRegistry',
    'KeepRandomBeaconService',
    'GasPriceOracle',
  ],
  facts: [
    ownerOf('TokenStakingEscrow', 'TokenStaking'),
    gasPriceConsumer(0, 'KeepRandomBeaconOperator'),
    gasPriceConsumer(1, 'nothing'),
  ],
  newer: [
    {
      what: 'keeps',
      text: keepText.replace('  TopUps: {}\n', '  TopUps: {}\n  MoreTokens: { artifact: KeepToken }\n'),
      adds: ['MoreTokens'],
      superfluous: [],
    },
    {
      what: 'drops',
      text: keepText.replace(/ {2}KeepVault: .*\n/, ''),
      takesOut: ['KeepVault'],
      superfluous: ['KeepVault'],
    },
    { what: 'corrects', text: keepText.replace('12, 30, 2592000', '13, 30, 2592000'), superfluous: ['KeepVault'] },
  ],
};

/** A creation that can be made to fail between its simulation and its block, and one that names it. */
export const fragile: FaultSet = {
  name: 'fragile',
  text: `artifacts: ${tiny}
contracts:
  Treasury: {}
  Fragile: {}
  Holder: { arguments: [{ contract: Fragile }] }
`,
  contracts: ['Treasury', 'Fragile', 'Holder'],
  calls: [],
  facts: [ownerOf('Treasury', 'deployer'), ownerOf('Fragile', 'deployer'), ownerOf('Holder', 'Fragile')],
  newer: [],
};

/** The set of another commit, with what its uninterrupted run must leave. */
export function newerSet(set: FaultSet, { text, adds = [], takesOut = [] }: Newer): FaultSet {
  const stays = (name: string) => !takesOut.includes(name);
  return {
    ...set,
    text,
    contracts: [...set.contracts.filter(stays), ...adds],
    calls: set.calls.filter(stays),
    facts: set.facts.filter(({ contract }) => stays(contract)),
  };
}

import { addressOf, parsePublicKey, peerIdOf } from '../../../src/accounts/index.ts';
import type { ConfigurationSources } from '../../../src/configuration/index.ts';
import { parseAddress } from '../../../src/values/index.ts';

const publicKeys = [
  '0x03a6d331053147e78f4203b35f36b7cde30bf932d0580fd30d505ab599cf692e64',
  '0x020e1c7fb8587c6adfbbe7288b8887f6e43c3e02b265509f53ac2758c91872e728',
  '0x027c03c12ace03778cb99bc090634b9fa1419a16d040e59d9c63d1ee552aa67069',
  '0x03241ffe965e7dc8b739f0d326b5bbfa9b78902e4a6c406b46c440616ec4417e9e',
  '0x031aea25049b628b7f1382848552c0ce15f3d5ebfce5addcb5eb0321120896df47',
].map(parsePublicKey);
export const peerIds = publicKeys.map(peerIdOf);
export const addresses = publicKeys.map(addressOf);

/** Two bootstrap clients and three standard ones, as in the example of the Keep network. */
export const sources = {
  schema: 'keep-client-v1',
  roles: ['bootstrap', 'standard'],
  namespace: 'keep-test',
  keyfilePath: '/mnt/keep-client/keyfile/keyfile.json',
  contracts: {
    KeepRandomBeaconOperator: parseAddress(`0x${'a1'.repeat(20)}`),
    TokenStaking: parseAddress(`0x${'b2'.repeat(20)}`),
    KeepRandomBeaconService: parseAddress(`0x${'c3'.repeat(20)}`),
  },
  template: {
    ethereum: {
      URL: 'ws://chain.example:8546',
      URLRPC: 'http://chain.example:8545',
      account: { KeyFile: { keyfile: 'path' } },
      ContractAddresses: {
        KeepRandomBeaconOperator: { contract: 'KeepRandomBeaconOperator' },
        TokenStaking: { contract: 'TokenStaking' },
        KeepRandomBeaconService: { contract: 'KeepRandomBeaconService' },
      },
    },
    LibP2P: { Peers: { peers: 'bootstrap' }, Port: 3919 },
    Storage: { DataDir: '/mnt/keep-client/data' },
    Metrics: { Port: 9601 },
    Diagnostics: { Port: 9602 },
  },
  clients: peerIds.map((peerId, index) => ({
    name: `keep-client-${index}`,
    role: index < 2 ? 'bootstrap' : 'standard',
    peerId,
    configuration: {},
  })),
} satisfies ConfigurationSources;

/** The sources with one value of the template replaced, or removed when it is undefined. */
export function withTemplate(path: readonly string[], value: unknown): ConfigurationSources {
  return { ...sources, template: replaced(sources.template, path, value) as ConfigurationSources['template'] };
}

/** The sources with a configuration of its own for client `index`. */
export function withOwn(index: number, configuration: ConfigurationSources['template']): ConfigurationSources {
  return {
    ...sources,
    clients: sources.clients.map((client, at) => (at === index ? { ...client, configuration } : client)),
  };
}

function replaced(tree: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  const { [step]: child, ...others } = tree as { readonly [key: string]: unknown };
  const next = replaced(child ?? {}, rest, value);
  return next === undefined ? others : { ...others, [step]: next };
}

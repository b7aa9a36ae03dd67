/** The clients of the small network that every trial rolls: two bootstraps, two others. */
export const clientNames = ['keep-client-0', 'keep-client-1', 'keep-client-2', 'keep-client-3'] as const;
/** The one whose pod never starts in a bad version. It comes last, so that all others are to go back with it. */
export const lastClient = 'keep-client-3';

/** The one that everybody's manifest has is everybody's. */
export const budgetNames = ['guard', `${lastClient}-guard`] as const;

/** One commit of the user's repository. Two versions differ in everything that a roll-out writes. */
export interface Version {
  readonly name: string;
  /** A hexadecimal digit, of which the image's digest is made. */
  readonly image: string;
  /** In the configuration. */
  readonly metricsPort: number;
  /** Of the environment entry that holds the version's name. */
  readonly variable: string;
  readonly hasBudget: boolean;
  /** A claim that this version is the first to have. */
  readonly hasClaim: boolean;
  /** How the last client's pod behaves (tools/servers/pod-behaviours.ts); as a healthy one when absent. */
  readonly lastBehaves?: string;
}

const first: Version = {
  name: 'v1',
  image: 'a',
  metricsPort: 9601,
  variable: 'RELEASE',
  hasBudget: false,
  hasClaim: false,
};

/** What runs at first; what comes then; a commit after that; and one whose last client finds no image. */
export const versions = {
  v1: first,
  v2: { ...first, name: 'v2', image: 'b', metricsPort: 9611, hasBudget: true, hasClaim: true },
  v3: { ...first, name: 'v3', image: 'c', metricsPort: 9621, hasBudget: true, hasClaim: true },
  bad: {
    ...first,
    name: 'bad',
    image: 'd',
    metricsPort: 9631,
    hasBudget: true,
    hasClaim: true,
    lastBehaves: 'image-missing',
  },
  /** As the bad one, mended, with its environment entry under another name. */
  renamed: { ...first, name: 'renamed', image: 'e', metricsPort: 9641, variable: 'RELEASE_NAME', hasBudget: true },
} as const satisfies Readonly<Record<string, Version>>;

export const imageOf = ({ image }: Version): string => `registry.invalid/keep-client@sha256:${image.repeat(64)}`;

export const contractsText = `artifacts: { package: fault-fixtures, version: 1.0.0 }
contracts:
  Treasury: {}
`;

const publicKeys = [
  '0x03a6d331053147e78f4203b35f36b7cde30bf932d0580fd30d505ab599cf692e64',
  '0x020e1c7fb8587c6adfbbe7288b8887f6e43c3e02b265509f53ac2758c91872e728',
  '0x027c03c12ace03778cb99bc090634b9fa1419a16d040e59d9c63d1ee552aa67069',
  '0x03241ffe965e7dc8b739f0d326b5bbfa9b78902e4a6c406b46c440616ec4417e9e',
];

/** By name, as they stand in the user's repository. */
export function clusterFiles(version: Version): Readonly<Record<string, string>> {
  return {
    'clients.yml': clientsText(version),
    'keep-client.yml': manifestText(version, templateOfAll),
    'keep-client-last.yml': manifestText(version, templateOfLast(version.lastBehaves)),
  };
}

/** Somebody else's: the text of a configuration then names no namespace. */
const seed = '/dns4/seed.example.org/tcp/3919/ipfs/16Uiu2HAmCcfVpHwfBKNFbQuhvGuFXHVLQ65gB4sJm7HyrcZuLttH';

function clientsText({ metricsPort }: Version): string {
  const clients = clientNames.map(
    (name, index) => `  ${name}:
    role: ${index < 2 ? 'bootstrap' : 'standard'}
    keyfile: accounts/account-${index}.json
    public-key: "${publicKeys[index]}"
    password: { secret: eth-account-passphrases, key: account-${index} }
${name === lastClient ? '    manifest: keep-client-last.yml\n' : ''}`,
  );
  return `manifest: keep-client.yml
container: client
configuration:
  schema: keep-client-v1
  path: /mnt/keep-client/config/keep-client-config.toml
  template:
    ethereum:
      URL: $CHAIN_WS_URL
      URLRPC: $CHAIN_RPC_URL
      account: { KeyFile: { keyfile: path } }
      ContractAddresses:
        KeepRandomBeaconOperator: { contract: Treasury }
        TokenStaking: { contract: Treasury }
        KeepRandomBeaconService: { contract: Treasury }
    LibP2P: { Peers: [${seed}], Port: 3919 }
    Storage: { DataDir: /mnt/keep-client/data }
    Metrics: { Port: ${metricsPort} }
keyfile: { path: /mnt/keep-client/keyfile/keyfile.json }
password: { variable: KEEP_ETHEREUM_PASSWORD }
roles: [bootstrap, standard]
clients:
${clients.join('')}`;
}

/** What a manifest of one client says itself, and what is set in the one that is everybody's. */
interface TemplateParts {
  readonly named: (suffix: string) => string;
  readonly selector: string;
  readonly podMetadata: string;
}

const templateOfAll: TemplateParts = {
  named: (suffix) => (suffix === '' ? '' : `name: ${suffix.slice(1)}, `),
  selector: '',
  podMetadata: '{ labels: { app: keep } }',
};

const templateOfLast = (behaviour: string | undefined): TemplateParts => ({
  named: (suffix) => `name: ${lastClient}${suffix}, `,
  selector: `  selector: { matchLabels: { only: ${lastClient} } }\n  serviceName: ${lastClient}\n`,
  podMetadata: `{ labels: { app: keep, only: ${lastClient} }${behaviour === undefined ? '' : `, annotations: { keep-deploy.test/behaviour: ${behaviour} }`} }`,
});

function manifestText({ name, variable, metricsPort, hasBudget, hasClaim }: Version, parts: TemplateParts): string {
  const { named, selector, podMetadata } = parts;
  const workload = `apiVersion: apps/v1
kind: StatefulSet
metadata: { ${named('')}labels: { app: keep } }
spec:
  replicas: 1
${selector}  template:
    metadata: ${podMetadata}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: client
          command: [keep-client]
          env: [{ name: ${variable}, value: ${name} }]
          readinessProbe: { tcpSocket: { port: 3919 } }
          resources: { requests: { cpu: 0.1 } }
`;
  const service = `apiVersion: v1
kind: Service
metadata: { ${named('')}labels: { app: keep } }
spec:
  clusterIP: None
${selector === '' ? '' : `  selector: { only: ${lastClient} }\n`}  ports: [{ name: network, port: 3919 }, { name: metrics, port: ${metricsPort} }]
`;
  const budget = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { ${named('-guard')}labels: { app: keep } }
spec: { maxUnavailable: 1${selector === '' ? '' : `, selector: { matchLabels: { only: ${lastClient} } }`} }
`;
  const claim = `apiVersion: v1
kind: PersistentVolumeClaim
metadata: { ${named('-kept')}labels: { app: keep } }
spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 5Mi } } }
`;
  return [workload, service, ...(hasBudget ? [budget] : []), ...(hasClaim ? [claim] : [])].join('---\n');
}

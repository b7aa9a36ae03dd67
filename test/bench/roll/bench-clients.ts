import { createECDH, createHash } from 'node:crypto';
import { addressOf } from '../../../src/accounts/index.ts';
import { publicKeyOfPoint } from '../../../src/accounts/operator-key.ts';
import { BEHAVIOUR_ANNOTATION, type PodBehaviour } from '../../../tools/servers/index.ts';

/** What is to run: a change is another number. */
export interface Edition {
  readonly image: number;
  readonly configuration: number;
  /** Of the last client alone. */
  readonly lastConfiguration: number;
  /** Of every pod: `slow` is ready after 2 ± 1 s. */
  readonly behaviour: PodBehaviour;
}

export const firstEdition: Edition = { image: 1, configuration: 1, lastConfiguration: 1, behaviour: 'slow' };
export const changeNames = ['image-of-all', 'configuration-of-all', 'configuration-of-one', 'nothing'] as const;
export type ChangeName = (typeof changeNames)[number];

export function changed(edition: Edition, change: ChangeName): Edition {
  switch (change) {
    case 'image-of-all':
      return { ...edition, image: edition.image + 1 };
    case 'configuration-of-all':
      return { ...edition, configuration: edition.configuration + 1 };
    case 'configuration-of-one':
      return { ...edition, lastConfiguration: edition.lastConfiguration + 1 };
    case 'nothing':
      return edition;
  }
}

export const bootstraps = 2;
export const passwords = { secret: 'passwords', key: 'password', variable: 'KEEP_ETHEREUM_PASSWORD' } as const;
export const clientNames = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `keep-client-${index}`);

export function imageOf({ image }: Edition): string {
  return `registry.invalid/keep-client@sha256:${createHash('sha256').update(`image ${image}`).digest('hex')}`;
}

/** The one number by which configurations differ. */
export function requestsPerSecond({ configuration, lastConfiguration }: Edition, isLast: boolean): number {
  return isLast ? configuration * 1000 + lastConfiguration : configuration * 1000;
}

/** An account that nobody ever unlocks: its keyfile has the right shape and address, and opens with no password. */
export function benchAccount(index: number, shape: string): { readonly publicKey: string; readonly keyfile: string } {
  const curve = createECDH('secp256k1');
  curve.setPrivateKey(createHash('sha256').update(`keep-deploy bench account ${index}`).digest());
  const address = addressOf(publicKeyOfPoint(curve.getPublicKey())).slice(2).toLowerCase();
  const keyfile = { ...(JSON.parse(shape) as Record<string, unknown>), address };
  return { publicKey: `0x${curve.getPublicKey('hex', 'compressed')}`, keyfile: JSON.stringify(keyfile) };
}

/** The pod template that all tools give their clients, without what differs from client to client. */
export function podTemplate(edition: Edition) {
  return {
    metadata: { labels: { app: 'keep' }, annotations: { [BEHAVIOUR_ANNOTATION]: edition.behaviour } },
    spec: {
      ...{ enableServiceLinks: false, automountServiceAccountToken: false, terminationGracePeriodSeconds: 10 },
      // An init container can only crash where there is one.
      ...(edition.behaviour === 'init-crash' && { initContainers: [{ name: 'init', image: imageOf(edition) }] }),
      containers: [
        {
          name: 'client',
          command: ['keep-client', '-config', '/mnt/config/client.toml', 'start'],
          ports: [
            { name: 'network', containerPort: 3919 },
            { name: 'diagnostics', containerPort: 9602 },
          ],
          // With one, proof needs no bake: the pod says by itself when it is ready.
          readinessProbe: { httpGet: { path: '/diagnostics', port: 'diagnostics' }, periodSeconds: 1 },
          resources: { requests: { cpu: '20m', memory: '64Mi' } },
          volumeMounts: [{ name: 'data', mountPath: '/mnt/data' }],
        },
      ],
      volumes: [{ name: 'data', emptyDir: {} }],
    },
  };
}

export const servicePorts = [
  { name: 'network', port: 3919, targetPort: 'network' },
  { name: 'diagnostics', port: 9602, targetPort: 'diagnostics' },
];

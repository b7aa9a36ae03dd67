import { randomBytes, randomInt } from 'node:crypto';
import { networkInterfaces } from 'node:os';

/** A bridge for one node's pods. The machine itself has the first address on it. */
export interface PodNetwork {
  readonly bridge: string;
  readonly subnet: string;
  readonly address: string;
}

/** A subnet nobody has, at random so that two that start at once do not meet; interface names have 15 characters at most. */
export function choosePodNetwork(): PodNetwork {
  const taken = new Set(
    Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address)),
  );
  for (let attempt = 0; attempt < 100; attempt++) {
    const prefix = `10.88.${randomInt(256)}`;
    const address = `${prefix}.1`;
    if (!taken.has(address))
      return { bridge: `keep-${randomBytes(4).toString('hex')}`, subnet: `${prefix}.0/24`, address };
  }
  throw new Error('no free subnet found in 10.88.0.0/16');
}

/** https://www.cni.dev/plugins/current/main/bridge/; addresses are remembered in `folder`, not for the whole machine. */
export function networkConfiguration({ bridge, subnet }: PodNetwork, folder: string): string {
  const ipam = { type: 'host-local', ranges: [[{ subnet }]], dataDir: folder };
  // No route leads out of the subnet: with one, the plugin would have the whole machine forward packets.
  const plugins = [{ type: 'bridge', bridge, ipam }];
  return JSON.stringify({ cniVersion: '0.4.0', name: 'pods', plugins });
}

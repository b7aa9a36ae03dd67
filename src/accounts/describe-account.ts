import { UserError } from '../report/index.ts';
import type { Address } from '../values/index.ts';
import { type Keyfile, readKeyfile } from './keyfile.ts';
import { type PeerId, type PublicKey, peerIdOf } from './operator-key.ts';
import { unlockKeyfile } from './unlock.ts';

/** What the world may know of an operator. */
export interface OperatorAccount {
  readonly address: Address;
  readonly publicKey: PublicKey;
  readonly peerId: PeerId;
}

/**
 * What a user writes into the clients file about a keyfile: it takes the password once, because the keyfile has only the
 * address, and a peer id is made of the public key.
 * @throws UserError when the file is no keyfile or the password doesn't open it.
 */
export async function describeAccount(keyfileText: string, password: string): Promise<OperatorAccount> {
  const keyfile = readOrRefuse(keyfileText);
  const publicKey = await unlockKeyfile(keyfile, password);
  return { address: keyfile.address, publicKey, peerId: peerIdOf(publicKey) };
}

function readOrRefuse(keyfileText: string): Keyfile {
  try {
    return readKeyfile(keyfileText);
  } catch (cause) {
    if (cause instanceof RangeError) throw new UserError(`This is no keyfile: ${cause.message}`, { cause });
    throw cause;
  }
}

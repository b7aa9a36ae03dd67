export { describeAccount, type OperatorAccount } from './describe-account.ts';
export { type Keyfile, readKeyfile } from './keyfile.ts';
export {
  addressOf,
  type PeerId,
  type PublicKey,
  parsePublicKey,
  peerIdOf,
  publicKeyOfPeer,
} from './operator-key.ts';
export { unlockKeyfile } from './unlock.ts';

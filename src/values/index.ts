export { type Address, parseAddress } from './address.ts';
export { canonicalJson, type Json } from './canonical-json.ts';
export { digestOf, keyedDigestOf } from './content-digest.ts';
export { type Digest, parseDigest } from './digest.ts';
export { bytesOf, type Hex, hexOf, isHex, parseHex } from './hex.ts';
export { keccak256 } from './keccak.ts';
export type { RunIdentity } from './run-identity.ts';
export {
  isSecretReference,
  type SecretReference,
  type Secrets,
  secretName,
  secretReferencePattern,
} from './secret-reference.ts';

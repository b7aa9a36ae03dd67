import { createCipheriv, createECDH, createHash, scryptSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { addressOf } from '../src/accounts/index.ts';
import { publicKeyOfPoint } from '../src/accounts/operator-key.ts';
import { bytesOf, keccak256 } from '../src/values/index.ts';

/*
 * The example's accounts, for tests and the demo only: anyone can compute their private keys from this file.
 * `node tools/generate-example-accounts.ts --write` writes them; a test refuses drift.
 */

export const examplePassword = 'keep-deploy-example';
/** The numbers of the example's accounts, each of which is one client's. */
export const exampleAccounts: readonly number[] = Array.from({ length: 10 }, (_, index) => index);
export const exampleAccountsFolder = new URL('../examples/keep-network/accounts/', import.meta.url);

/** geth's --lightkdf uses n = 4096, p = 6; p = 1 is enough where the key is public anyway. */
const scryptStrength = { n: 4096, r: 8, p: 1 };

/** The example's keyfile number `index`, the same bytes every time. */
export function exampleKeyfile(index: number): { readonly name: string; readonly text: string } {
  const bytes = (what: string) => createHash('sha256').update(`keep-deploy example account ${index}: ${what}`).digest();
  const privateKey = bytes('private key');
  const { n, r, p } = scryptStrength;
  const salt = bytes('salt');
  const derived = scryptSync(examplePassword, salt, 32, { N: n, r, p });
  const initialisationVector = bytes('iv').subarray(0, 16);
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), initialisationVector);
  const ciphertext = Buffer.concat([cipher.update(privateKey), cipher.final()]);
  const keyfile = {
    address: addressOf(publicKeyOfPoint(pointOf(privateKey)))
      .slice(2)
      .toLowerCase(),
    crypto: {
      cipher: 'aes-128-ctr',
      ciphertext: ciphertext.toString('hex'),
      cipherparams: { iv: initialisationVector.toString('hex') },
      kdf: 'scrypt',
      kdfparams: { dklen: 32, n, p, r, salt: salt.toString('hex') },
      mac: Buffer.from(bytesOf(keccak256(Buffer.concat([derived.subarray(16), ciphertext])))).toString('hex'),
    },
    id: uuidOf(bytes('id')),
    version: 3,
  };
  return { name: `account-${index}.json`, text: `${JSON.stringify(keyfile, undefined, 2)}\n` };
}

function pointOf(privateKey: Uint8Array): Uint8Array {
  const curve = createECDH('secp256k1');
  curve.setPrivateKey(privateKey);
  return curve.getPublicKey();
}

function uuidOf(bytes: Buffer): string {
  const id = Buffer.from(bytes.subarray(0, 16));
  id.writeUInt8((id.readUInt8(6) & 0x0f) | 0x40, 6);
  id.writeUInt8((id.readUInt8(8) & 0x3f) | 0x80, 8);
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

if (import.meta.main && process.argv.includes('--write')) {
  for (const { name, text } of exampleAccounts.map(exampleKeyfile))
    writeFileSync(new URL(name, exampleAccountsFolder), text);
}

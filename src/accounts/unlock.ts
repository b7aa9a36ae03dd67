import { createDecipheriv, createECDH, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { UserError } from '../report/index.ts';
import { bytesOf, keccak256 } from '../values/index.ts';
import type { KeyDerivation, Keyfile } from './keyfile.ts';
import { addressOf, type PublicKey, publicKeyOfPoint } from './operator-key.ts';

const deriveByPbkdf2 = promisify(pbkdf2);

/**
 * Opens a keyfile and gives the account's public key; the private key doesn't leave this function.
 * @throws UserError when the password is wrong, or the file belongs to another account than it says.
 */
export async function unlockKeyfile(keyfile: Keyfile, password: string): Promise<PublicKey> {
  const derived = await deriveKey(keyfile.derivation, password);
  const ciphertext = bytesOf(keyfile.ciphertext);
  const mac = bytesOf(keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext])));
  if (!timingSafeEqual(mac, bytesOf(keyfile.mac))) throw new UserError(wrongPassword(keyfile, password));
  const decipher = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), bytesOf(keyfile.initialisationVector));
  const privateKey = Buffer.concat([decipher.update(ciphertext), decipher.final()]);
  try {
    const publicKey = publicKeyOfPrivate(privateKey);
    const address = addressOf(publicKey);
    if (address !== keyfile.address) {
      throw new UserError(
        `The keyfile says it holds the key of ${keyfile.address}, but it holds the key of ${address}`,
      );
    }
    return publicKey;
  } finally {
    privateKey.fill(0);
    derived.fill(0);
  }
}

function wrongPassword({ address }: Keyfile, password: string): string {
  const what = `The password doesn't open the keyfile of ${address}`;
  // The clients refuse it too: v1 takes a trailing newline as a part of the password.
  if (/[\r\n]$/.test(password))
    return `${what}: it ends in a line break, which was probably not meant to be part of it`;
  return `${what}: it is the password of another account, or mistyped`;
}

async function deriveKey(derivation: KeyDerivation, password: string): Promise<Buffer> {
  const salt = bytesOf(derivation.salt);
  const normalized = Buffer.from(password, 'utf8');
  if (derivation.kdf === 'pbkdf2') return await deriveByPbkdf2(normalized, salt, derivation.iterations, 32, 'sha256');
  const { n, r, p } = derivation;
  return await new Promise((resolve, reject) => {
    // OpenSSL counts some blocks besides the 128·n·r bytes of the table.
    const maxmem = 128 * r * (n + p + 2) + 1024 * 1024;
    scrypt(normalized, salt, 32, { N: n, r, p, maxmem }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function publicKeyOfPrivate(privateKey: Uint8Array): PublicKey {
  const curve = createECDH('secp256k1');
  try {
    curve.setPrivateKey(privateKey);
  } catch {
    throw new UserError('The keyfile holds no private key of secp256k1');
  }
  return publicKeyOfPoint(curve.getPublicKey());
}

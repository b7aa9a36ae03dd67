import { type Address, type Hex, parseAddress, parseHex } from '../values/index.ts';

/** How a keyfile's password becomes a key. */
export type KeyDerivation =
  | { readonly kdf: 'scrypt'; readonly n: number; readonly r: number; readonly p: number; readonly salt: Hex }
  | { readonly kdf: 'pbkdf2'; readonly iterations: number; readonly salt: Hex };

/** A Web3 Secret Storage file, version 3: one account, its private key encrypted. It doesn't hold the public key. */
export interface Keyfile {
  readonly address: Address;
  readonly derivation: KeyDerivation;
  readonly initialisationVector: Hex;
  readonly ciphertext: Hex;
  readonly mac: Hex;
}

/** Twice what geth's standard strength (N = 262144, r = 8) takes; a file that asks for more would stop the runner, not protect a key. */
const maximumScryptBytes = 512 * 1024 * 1024;
const maximumScryptLanes = 16;
const maximumPbkdf2Iterations = 10_000_000;
const derivedKeyLength = 32;

/**
 * Reads a keyfile and checks everything that can be checked without its password.
 * @throws RangeError that names the member and what was expected, and never quotes the file.
 */
export function readKeyfile(text: string): Keyfile {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // Without the parser's own words: they quote the text.
    throw new RangeError('expected a keyfile: JSON as geth writes it (Web3 Secret Storage, version 3)');
  }
  const file = membersOf(document, 'the keyfile');
  if (file['version'] !== 3) throw new RangeError('expected a keyfile of version 3 (Web3 Secret Storage)');
  if (typeof file['address'] !== 'string') throw new RangeError('expected the keyfile to name its address');
  const crypto = membersOf(file['crypto'] ?? file['Crypto'], 'crypto');
  if (crypto['cipher'] !== 'aes-128-ctr') throw new RangeError('expected crypto.cipher to be aes-128-ctr');
  return {
    address: addressIn(file['address']),
    derivation: readDerivation(crypto['kdf'], membersOf(crypto['kdfparams'], 'crypto.kdfparams')),
    initialisationVector: bytesIn(
      membersOf(crypto['cipherparams'], 'crypto.cipherparams')['iv'],
      16,
      'crypto.cipherparams.iv',
    ),
    ciphertext: bytesIn(crypto['ciphertext'], 32, 'crypto.ciphertext'),
    mac: bytesIn(crypto['mac'], 32, 'crypto.mac'),
  };
}

function readDerivation(kdf: unknown, parameters: { readonly [key: string]: unknown }): KeyDerivation {
  if (parameters['dklen'] !== derivedKeyLength) throw new RangeError('expected crypto.kdfparams.dklen to be 32');
  const salt = saltIn(parameters['salt']);
  if (kdf === 'scrypt') {
    const n = integerIn(parameters['n'], 'n');
    const r = integerIn(parameters['r'], 'r');
    const p = integerIn(parameters['p'], 'p');
    if (n < 2 || !Number.isInteger(Math.log2(n)))
      throw new RangeError('expected crypto.kdfparams.n to be a power of two');
    // RFC 7914 §6; OpenSSL refuses more, in words that mislead. Every real wallet writes r = 8.
    if (n >= 2 ** (16 * r))
      throw new RangeError('expected crypto.kdfparams.n to be less than 2 to the power of 16 × r');
    if (128 * n * r > maximumScryptBytes || p > maximumScryptLanes) {
      throw new RangeError(
        `expected scrypt parameters that need at most 512 MiB (128 × n × r) and p of at most ${maximumScryptLanes}`,
      );
    }
    return { kdf, n, r, p, salt };
  }
  if (kdf === 'pbkdf2') {
    if (parameters['prf'] !== 'hmac-sha256') throw new RangeError('expected crypto.kdfparams.prf to be hmac-sha256');
    const iterations = integerIn(parameters['c'], 'c');
    if (iterations > maximumPbkdf2Iterations) {
      throw new RangeError(`expected crypto.kdfparams.c to be at most ${maximumPbkdf2Iterations}`);
    }
    return { kdf, iterations, salt };
  }
  throw new RangeError('expected crypto.kdf to be scrypt or pbkdf2');
}

function membersOf(value: unknown, name: string): { readonly [key: string]: unknown } {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw new RangeError(`expected ${name} to be an object`);
  return value as { readonly [key: string]: unknown };
}

function addressIn(text: string): Address {
  try {
    // Some writers give the address in upper or checksummed case; both are the same account.
    return parseAddress(text.toLowerCase());
  } catch (cause) {
    throw new RangeError('expected address to be 40 hexadecimal digits', { cause });
  }
}

function bytesIn(value: unknown, length: number, name: string): Hex {
  if (typeof value !== 'string' || !/^(?:0x)?[0-9a-fA-F]*$/.test(value))
    throw new RangeError(`expected ${name} to be hexadecimal text`);
  const digits = value.replace(/^0x/, '');
  if (digits.length !== 2 * length) throw new RangeError(`expected ${name} to be ${length} bytes`);
  return parseHex(digits);
}

function saltIn(value: unknown): Hex {
  if (typeof value !== 'string' || !/^(?:0x)?(?:[0-9a-fA-F]{2}){1,128}$/.test(value)) {
    throw new RangeError('expected crypto.kdfparams.salt to be hexadecimal text of 1 to 128 bytes');
  }
  return parseHex(value.replace(/^0x/, ''));
}

function integerIn(value: unknown, name: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw new RangeError(`expected crypto.kdfparams.${name} to be an integer of at least 1`);
  }
  return value;
}

import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { addressOf, describeAccount, peerIdOf, readKeyfile, unlockKeyfile } from '../../../src/accounts/index.ts';
import { UserError } from '../../../src/report/index.ts';
import {
  exampleAccounts,
  exampleAccountsFolder,
  exampleKeyfile,
  examplePassword,
} from '../../../tools/generate-example-accounts.ts';

/** The test vector of the Web3 Secret Storage Definition. */
const vectorAddress = '0x008AeEda4D805471dF9b2A5B0f38A0C3bCBA786b';
const vectorPassword = 'testpassword';
const pbkdf2Vector = {
  address: '008aeeda4d805471df9b2a5b0f38a0c3bcba786b',
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    kdf: 'pbkdf2',
    kdfparams: {
      c: 262144,
      dklen: 32,
      prf: 'hmac-sha256',
      salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
    },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
  id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
  version: 3,
};
/** Written by ethers 6: the standard's own scrypt vector has r = 1 with n = 2^18, which RFC 7914 forbids. */
const scryptVector = {
  address: '008aeeda4d805471df9b2a5b0f38a0c3bcba786b',
  id: 'b5e428f9-7eaa-4fab-a19f-f6b019fd90e2',
  version: 3,
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '57de9cfab0855df974190b110d532827' },
    ciphertext: 'f275fd3d692954fd2c5a549b5d7ce9815e08618a33a23cbca4fc2c5ca15af77e',
    kdf: 'scrypt',
    kdfparams: {
      salt: 'a9d738513364fe7753f454549c5d88abbcfad41871d10ef5a630120e2f2caf7c',
      n: 1024,
      dklen: 32,
      p: 1,
      r: 8,
    },
    mac: 'adbd6a3014ed32ac6fa2388152bb06a4b422e597407d4ebdf1e6a2d13e2d2acf',
  },
};

type Change = (file: typeof scryptVector & { [key: string]: unknown }) => void;
function changed(change: Change): string {
  const file = structuredClone(scryptVector);
  change(file);
  return JSON.stringify(file);
}

describe('a keyfile', () => {
  test.each<[string, string, RegExp]>([
    ['is no JSON', 'a1b2c3: not json', /expected a keyfile: JSON/],
    ['is a list', '[]', /expected the keyfile to be an object/],
    ['is of version 1', changed((file) => Object.assign(file, { version: 1 })), /version 3/],
    ['has no address', changed((file) => Object.assign(file, { address: undefined })), /name its address/],
    ['has half an address', changed((file) => Object.assign(file, { address: '008aeeda' })), /40 hexadecimal digits/],
    ['has another cipher', changed((file) => Object.assign(file.crypto, { cipher: 'aes-128-cbc' })), /aes-128-ctr/],
    [
      'has another key derivation',
      changed((file) => Object.assign(file.crypto, { kdf: 'argon2' })),
      /scrypt or pbkdf2/,
    ],
    [
      'has a short initialisation vector',
      changed((file) => Object.assign(file.crypto.cipherparams, { iv: '83' })),
      /iv to be 16 bytes/,
    ],
    [
      'has an odd digit in its MAC',
      changed((file) => Object.assign(file.crypto, { mac: `${file.crypto.mac}a` })),
      /mac to be 32 bytes/,
    ],
    ['has no salt', changed((file) => Object.assign(file.crypto.kdfparams, { salt: undefined })), /salt/],
    [
      'asks for a key of another length',
      changed((file) => Object.assign(file.crypto.kdfparams, { dklen: 64 })),
      /dklen to be 32/,
    ],
    [
      'asks for more memory than a runner has',
      changed((file) => Object.assign(file.crypto.kdfparams, { n: 2 ** 30 })),
      /at most 512 MiB/,
    ],
    [
      'asks for more lanes than make sense',
      changed((file) => Object.assign(file.crypto.kdfparams, { p: 1e6 })),
      /p of at most 16/,
    ],
    [
      'has an n that is no power of two',
      changed((file) => Object.assign(file.crypto.kdfparams, { n: 3 })),
      /power of two/,
    ],
    [
      'has a negative r',
      changed((file) => Object.assign(file.crypto.kdfparams, { r: -8 })),
      /kdfparams\.r to be an integer/,
    ],
  ])('is refused when it %s', (_, text, message) => {
    expect(() => readKeyfile(text)).toThrow(message);
  });

  test('that is no JSON is refused without quoting it', () => {
    expect.assertions(2);
    try {
      readKeyfile('{"secret": canary-4711');
    } catch (error) {
      expect(String(error)).not.toContain('canary');
      expect(String((error as Error).cause)).not.toContain('canary');
    }
  });

  test('with too many iterations is refused before they are counted', () => {
    const file = structuredClone(pbkdf2Vector);
    file.crypto.kdfparams.c = 1e9;
    expect(() => readKeyfile(JSON.stringify(file))).toThrow(/at most 10000000/);
  });

  test('is not opened by a wrong password, and the error names neither password', async () => {
    const keyfile = readKeyfile(exampleKeyfile(0).text);
    const opening = unlockKeyfile(keyfile, 'canary-4711');
    await expect(opening).rejects.toThrow(UserError);
    await expect(opening).rejects.toThrow(`doesn't open the keyfile of ${keyfile.address}`);
    await expect(opening).rejects.not.toThrow(/canary|keep-deploy-example/);
  });

  test('is not opened by its password with a line break, and the error says what is likely wrong', async () => {
    const keyfile = readKeyfile(exampleKeyfile(0).text);
    await expect(unlockKeyfile(keyfile, `${examplePassword}\n`)).rejects.toThrow(/ends in a line break/);
  });

  test('that holds another account than it says is refused', async () => {
    const keyfile = readKeyfile(exampleKeyfile(0).text);
    const other = readKeyfile(exampleKeyfile(1).text);
    await expect(unlockKeyfile({ ...keyfile, address: other.address }, examplePassword)).rejects.toThrow(
      `says it holds the key of ${other.address}, but it holds the key of ${keyfile.address}`,
    );
  });

  test.each([
    ['pbkdf2', pbkdf2Vector],
    ['scrypt', scryptVector],
  ])('of another writer opens with %s', async (_, file) => {
    const { address, publicKey, peerId } = await describeAccount(JSON.stringify(file), vectorPassword);
    expect(address).toBe(vectorAddress);
    expect(addressOf(publicKey)).toBe(vectorAddress);
    expect(peerIdOf(publicKey)).toBe(peerId);
  });

  test('may write its address with 0x, in any case, and its parameters under Crypto, as old wallets do', () => {
    const { crypto, ...rest } = scryptVector;
    expect(
      readKeyfile(
        JSON.stringify({ ...rest, Crypto: crypto, address: vectorAddress.toUpperCase().replace('0X', '0x') }),
      ),
    ).toEqual(readKeyfile(JSON.stringify(scryptVector)));
  });
});

describe('the account command', () => {
  test('says what is wrong when the file is no keyfile', async () => {
    await expect(describeAccount('{}', 'x')).rejects.toThrow(
      'This is no keyfile: expected a keyfile of version 3 (Web3 Secret Storage)',
    );
  });

  test('tells address, public key and peer id, and nothing else', async () => {
    expect(await describeAccount(exampleKeyfile(0).text, examplePassword)).toEqual({
      address: '0xd3F9b8a9Df504933db1470AA0f2D4F851e57801a',
      publicKey: '0x03a6d331053147e78f4203b35f36b7cde30bf932d0580fd30d505ab599cf692e64',
      peerId: '16Uiu2HAmPtComw3cEt1DABQeim3tqMsgBSLX8r5msMQV1pk7dv2P',
    });
  });
});

describe('the example’s keyfiles', () => {
  test.each(exampleAccounts)('number %i is what its generator writes', (index) => {
    const { name, text } = exampleKeyfile(index);
    expect(readFileSync(new URL(name, exampleAccountsFolder), 'utf8')).toBe(text);
  });
});

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { RpcCall } from '../../src/contracts/chain/rpc.ts';
import type { CodeProof } from '../../src/contracts/proof/code-proof.ts';
import { type Hex, keccak256 } from '../../src/values/index.ts';
import { startAnvil, startGeth, startHardhat } from '../../tools/servers/index.ts';
import {
  type Lack,
  lacks,
  openProofScene,
  openStillScene,
  type ProofOptions,
  type ProofScene,
} from './contract-proof-scene.ts';
import type { SceneChain } from './contracts-fixture.ts';

let proof: ProofScene;

async function verdictOf(contract: string, options: ProofOptions = {}): Promise<CodeProof> {
  const creations = proof.creations.filter((creation) => creation.contract === contract);
  const [found] = (await proof.prove({ ...options, creations })).proofs;
  if (found === undefined) throw new Error(`there is no ${contract}`);
  return found;
}

async function withCode<T>(contract: string, change: (code: string) => string, look: () => Promise<T>): Promise<T> {
  const address = proof.creations.find((creation) => creation.contract === contract)?.address;
  const code = String(await proof.scene.ask('eth_getCode', address, 'latest'));
  await proof.scene.ask('anvil_setCode', address, change(code));
  try {
    return await look();
  } finally {
    await proof.scene.ask('anvil_setCode', address, code);
  }
}

/** Changes one bit of one byte. */
const atByte = (byte: number) => (code: string) => {
  const at = 2 + byte * 2;
  const changed = (Number.parseInt(code.slice(at, at + 2), 16) ^ 1).toString(16).padStart(2, '0');
  return code.slice(0, at) + changed + code.slice(at + 2);
};

const lackNames = Object.keys(lacks) as Lack[];
const canRunInPlace = (lack: Lack) => lack === 'nothing' || lack === 'code over the deployer';

describe('a lie about the code on the chain', () => {
  beforeAll(async () => {
    proof = await openStillScene();
  });
  afterAll(async () => {
    await proof[Symbol.asyncDispose]();
  });

  describe.each(lackNames)('before a node that lacks %s', (lack) => {
    const refuses = lacks[lack];

    test.each([
      ['Registry', 'no code', () => '0x', /^there is no code$/],
      ['Registry', 'other code of the same length', atByte(100), /of the same length.* at byte 100$/],
      ['Registry', 'one byte less', (code: string) => code.slice(0, -2), /expected 407 bytes .* has 406$/],
      ['Calculator', 'another library', atByte(120), /of the same length/],
      ['Arithmetic', 'the guard of another library', atByte(5), /at byte 5$/],
      ['SaltedFactory', 'other code before its immutable', atByte(30), /at byte 30$/],
    ] as const)('%s with %s is caught', async (contract, _, change, detail) => {
      const found = await withCode(contract, change, () => verdictOf(contract, { refuses }));
      // Nothing but its artifact tells what a factory with a salt would leave.
      expect(found).toMatchObject({ verdict: 'different', method: undefined, detail: expect.stringMatching(detail) });
    });

    test.each([256, 135, 203, 295, 412, 373, 334])('a wrong immutable at byte %i is caught', async (start) => {
      const found = await withCode('Immutables', atByte(start + 31), () => verdictOf('Immutables', { refuses }));
      expect(found).toMatchObject(
        canRunInPlace(lack)
          ? { verdict: 'different', detail: expect.stringContaining(`at byte ${start + 31}`) }
          : { verdict: 'unproved', detail: expect.stringMatching(/of its 500 bytes are immutables/) },
      );
    });

    test.each(['SaltedFactory', 'First', 'Factory'])('a wrong immutable of %s is caught', async (contract) => {
      const start = contract === 'Factory' ? 59 : 49;
      const found = await withCode(contract, atByte(start + 31), () => verdictOf(contract, { refuses }));
      expect(found).toMatchObject({ verdict: 'unproved', detail: expect.stringMatching(/^32 of its \d+ bytes|^64/) });
    });

    test('other metadata is told from other code', async () => {
      expect(await withCode('Registry', atByte(370), () => verdictOf('Registry', { refuses }))).toMatchObject({
        verdict: 'metadata-differs',
        detail: expect.stringMatching(/^only its metadata/),
      });
    });

    test('without its artifact it is caught too', async () => {
      const creations = proof.creations.map((creation) => ({ ...creation, expected: undefined }));
      const found = await withCode('Registry', atByte(100), () => proof.prove({ refuses, creations }));
      expect(found.proofs[0]).toMatchObject({ verdict: canRunInPlace(lack) ? 'different' : 'unproved' });
      const shorter = (code: string) => code.slice(0, -2);
      const cut = await withCode('Registry', shorter, () => proof.prove({ refuses, creations }));
      expect(cut.proofs[0]).toMatchObject({ verdict: lack === 'calls that create' ? 'unproved' : 'different' });
    });
  });

  test('is not made of a node that is a block behind', async () => {
    let asked = 0;
    const isLate = ({ method, params: [, block] }: RpcCall) => method === 'eth_getCode' && block === 'latest';
    const late = (call: RpcCall) => isLate(call) && ++asked <= 2;
    const { proofs } = await proof.prove({ refuses: lacks['calls that create'], isLate: late });
    expect(proofs[0]).toMatchObject({ contract: 'Registry', verdict: 'exact' });
    expect(asked).toBeGreaterThan(2);
  });
});

const chains: readonly [string, () => Promise<SceneChain>][] = [
  ['geth', () => startGeth({ chainId: 1101, blockTimeSeconds: 1 })],
  ['anvil with the rules of Istanbul', () => startAnvil({ chainId: 1101, blockTimeSeconds: 1, hardfork: 'istanbul' })],
  ['anvil', () => startAnvil({ chainId: 1101, blockTimeSeconds: 1 })],
  ["Hardhat's network", () => startHardhat()],
];

const contracts = ['Registry', 'Arithmetic', 'Calculator', 'Origin', 'Immutables', 'Factory', 'SaltedFactory', 'First'];
const [replay, creation, elsewhere, masked, unproved] = ['replay', 'creation', 'elsewhere', 'masked', 'unproved'];
/** In the order of the contracts above; Second is as First. */
const ways: Record<Lack, readonly (string | undefined)[]> = {
  nothing: [replay, replay, replay, creation, replay, replay, replay, replay],
  'code over the deployer': [creation, creation, creation, creation, creation, creation, unproved, unproved],
  'old states': [creation, creation, creation, creation, creation, creation, unproved, unproved],
  overrides: [elsewhere, elsewhere, elsewhere, elsewhere, unproved, elsewhere, unproved, unproved],
  'calls that create': [masked, masked, masked, unproved, unproved, unproved, unproved, unproved],
};
/** Its node takes no block overrides. */
const waysOfHardhat: Partial<typeof ways> = {
  nothing: [replay, replay, replay, creation, creation, replay, replay, replay],
  'code over the deployer': [creation, creation, creation, creation, creation, elsewhere, unproved, unproved],
  'old states': ways.overrides,
};

describe.each(chains)('what a constructor can do, on %s', (name, start) => {
  beforeAll(async () => {
    proof = await openProofScene(await start());
  });
  afterAll(async () => {
    await proof[Symbol.asyncDispose]();
  });

  test.each(lackNames)('is proved as far as it can be by a node that lacks %s', async (lack) => {
    const { proofs } = await proof.prove({ refuses: lacks[lack] });
    const wanted = (name.startsWith('Hardhat') ? waysOfHardhat[lack] : undefined) ?? ways[lack];
    const seen = Object.fromEntries(proofs.map(({ contract, verdict, method }) => [contract, method ?? verdict]));
    expect(seen).toEqual(
      Object.fromEntries([...contracts, 'Second'].map((contract, index) => [contract, wanted[index] ?? wanted[7]])),
    );
    expect(proofs.filter(({ method }) => method !== undefined).every(({ verdict }) => verdict === 'exact')).toBe(true);
  });
});

describe('a proof', () => {
  beforeAll(async () => {
    proof = await openStillScene();
  });
  afterAll(async () => {
    await proof[Symbol.asyncDispose]();
  });
  const but = (...names: readonly string[]) => proof.creations.filter(({ contract }) => !names.includes(contract));

  test('of a block is one request of two calls, of nothing none', async () => {
    expect(await proof.prove({ creations: but('Origin') })).toMatchObject({ requests: 1, calls: 2 });
    expect(await proof.prove({ creations: [] })).toEqual({ proofs: [], requests: 0, calls: 0 });
  });

  test('asks once more for what keeps its time, when the time of its block is not known', async () => {
    const { proofs, requests } = await proof.prove({ creations: but('Origin'), times: new Map() });
    expect(requests).toBe(2);
    expect(proofs.filter(({ method }) => method !== 'replay')).toMatchObject([
      { contract: 'Immutables', verdict: 'exact', method: 'creation' },
    ]);
  });

  test('needs no ether of the deployer, who may have spent it since', async () => {
    const balance = await proof.scene.ask('eth_getBalance', proof.scene.deployer, 'latest');
    await proof.scene.ask('anvil_setBalance', proof.scene.deployer, '0x0');
    expect(await verdictOf('Immutables', { refuses: lacks['old states'] })).toMatchObject({ method: 'creation' });
    await proof.scene.ask('anvil_setBalance', proof.scene.deployer, balance);
  });

  test('goes on behind a nonce that something else has used', async () => {
    const { proofs } = await proof.prove({ creations: but('Factory', 'Origin') });
    expect(new Set(proofs.map(({ method }) => method))).toEqual(new Set(['replay']));
  });

  test('gives the hash of the code that the chain has', async () => {
    const { proofs } = await proof.prove();
    for (const { address, codeHash } of proofs) {
      expect(codeHash).toBe(keccak256(String(await proof.scene.ask('eth_getCode', address, 'latest')) as Hex));
    }
  });
});

describe('the proof of a hundred contracts of one block', () => {
  test('is one request of two calls, whatever their immutables', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `C${index}`);
    const lines = names.map(
      (name) => `  ${name}: { artifact: Immutables, arguments: [{ account: deployer }], value: 7 wei }`,
    );
    const source = 'artifacts: { folder: proof-contracts/proofs-by-solc.json }';
    proof = await openStillScene([source, 'contracts:', ...lines].join('\n'));
    try {
      expect(new Set(proof.creations.map(({ block }) => block)).size).toBe(1);
      const { proofs, ...cost } = await proof.prove();
      expect(proofs.filter(({ verdict, method }) => verdict === 'exact' && method === 'replay')).toHaveLength(100);
      expect(cost).toEqual({ requests: 1, calls: 2 });
      // Without the time of the block, which they keep, each is run once more.
      const again = await proof.prove({ times: new Map() });
      expect(again.proofs.every(({ verdict }) => verdict === 'exact')).toBe(true);
      expect(again.requests).toBe(2);
    } finally {
      await proof[Symbol.asyncDispose]();
    }
  });
});

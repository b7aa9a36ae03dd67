import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGeth } from '../../tools/servers/index.ts';
import { type Lack, lacks, openProofScene, openStillScene, type ProofScene } from './contract-proof-scene.ts';

const set = `
artifacts: { folder: proof-contracts/moments-by-solc.json }
contracts:
  Owned: {}
  Price: {}
  Counter: {}
  Two: { artifact: Numbered, arguments: [{ contract: Counter }] }
  Three: { artifact: Numbered, arguments: [{ contract: Counter }] }
  Later: { artifact: Owned }
`;

let proof: ProofScene;

async function verdictsOf(lack: Lack): Promise<Record<string, string>> {
  const { proofs } = await proof.prove({ refuses: lacks[lack] });
  return Object.fromEntries(proofs.map(({ contract, verdict }) => [contract, verdict]));
}

/** Turns one bit of one byte of its code, for as long as it is looked at. */
async function verdictWith(contract: string, byte: number, lack: Lack): Promise<string | undefined> {
  const address = proof.creations.find((creation) => creation.contract === contract)?.address;
  const code = String(await proof.scene.ask('eth_getCode', address, 'latest'));
  const at = 2 + byte * 2;
  const turned = (Number.parseInt(code.slice(at, at + 2), 16) ^ 1).toString(16).padStart(2, '0');
  await proof.scene.ask('anvil_setCode', address, code.slice(0, at) + turned + code.slice(at + 2));
  const verdicts = await verdictsOf(lack);
  await proof.scene.ask('anvil_setCode', address, code);
  return verdicts[contract];
}

const lackNames = Object.keys(lacks) as Lack[];

/** With all of them in one block: what is proved of the last one depends on that, and geth makes blocks when it likes. */
async function openOnGeth(): Promise<ProofScene> {
  for (;;) {
    const opened = await openProofScene(await startGeth({ chainId: 1101, blockTimeSeconds: 1 }), set);
    if (new Set(opened.creations.map(({ block }) => block)).size === 1) return opened;
    await opened[Symbol.asyncDispose]();
  }
}

describe.each([
  ['anvil', () => openStillScene(set)],
  ['geth', openOnGeth],
] as const)('what only its transaction saw, kept by a constructor on %s,', (_, open) => {
  beforeAll(async () => {
    proof = await open();
  });
  afterAll(async () => {
    await proof[Symbol.asyncDispose]();
  });

  test.each(lackNames)('is not called other code before a node that lacks %s', async (lack) => {
    expect(Object.values(await verdictsOf(lack))).not.toContain('different');
  });

  test('is proved where it can be told: the gas price, and what the first of a block finds', async () => {
    expect(await verdictsOf('nothing')).toEqual({
      Owned: 'exact',
      Price: 'exact',
      Counter: 'exact',
      Two: 'exact',
      Three: 'exact',
      Later: 'unproved',
    });
  });
});

describe('what only its transaction saw, kept by a constructor,', () => {
  beforeAll(async () => {
    proof = await openStillScene(set);
  });
  afterAll(async () => {
    await proof[Symbol.asyncDispose]();
  });

  test.each(lackNames)('hides no change of what runs from a node that lacks %s', async (lack) => {
    for (const contract of ['Price', 'Owned', 'Two']) {
      expect(await verdictWith(contract, 10, lack)).toBe('different');
    }
  });

  test('is not proved when it was changed', async () => {
    const address = proof.creations[1]?.address;
    const code = String(await proof.scene.ask('eth_getCode', address, 'latest'));
    const price = (proof.creations[1]?.gasPrice ?? 0n).toString(16).padStart(64, '0');
    const last = (code.indexOf(price) + price.length) / 2 - 2;
    expect(await verdictWith('Price', last, 'nothing')).toBe('unproved');
  });
});

import type { ChainAccount } from './anvil.ts';

/** The first account of the mnemonic that every development chain knows, so that all our chains have the same one. */
export const DEVELOPER: ChainAccount = {
  address: '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266',
  privateKey: '0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80',
};

import type { CompiledContract } from './compiled-contract.ts';
import { readFoundry } from './formats/foundry.ts';
import { readHardhat } from './formats/hardhat.ts';
import { readHardhatDeploy } from './formats/hardhat-deploy.ts';
import { isMap, type ReadFormat } from './formats/json-file.ts';
import { readSolcContract } from './formats/solc-contract.ts';
import { readSolcOutput } from './formats/solc-output.ts';
import { readTruffle } from './formats/truffle.ts';

/** The most telling first: a record of hardhat-deploy also looks like Truffle's. */
const formats: readonly ReadFormat[] = [
  readHardhatDeploy,
  readSolcOutput,
  readFoundry,
  readSolcContract,
  readHardhat,
  readTruffle,
];

/** Said of a file that ends too early, or holds something else. */
export const noJson = 'it is no JSON';

/** The contracts of a JSON file, by what it contains. @throws RangeError when it is none that is known. */
export function readCompiledContracts(path: string, baseName: string, text: string): readonly CompiledContract[] {
  const content = parseJson(text);
  if (Array.isArray(content)) return [{ name: baseName, abi: content, creationCode: '' }];
  if (isMap(content)) {
    for (const read of formats) {
      const contracts = read({ path, baseName, content });
      if (contracts !== undefined) return contracts;
    }
  }
  throw new RangeError(
    'it is no artifact of Truffle, Hardhat, Foundry, solc or Waffle, and no record of hardhat-deploy',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RangeError(noJson, { cause: error });
  }
}

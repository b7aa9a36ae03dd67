import type { CompiledContract } from '../compiled-contract.ts';
import { fromMetadata, isMap, type JsonMap, parsedText, type ReadFormat, textIn, valueIn } from './json-file.ts';
import { solcContract } from './solc-contract.ts';

/** solc's standard JSON output, also inside a build-info file of Hardhat or Foundry, and its `--combined-json`. */
export const readSolcOutput: ReadFormat = ({ content }) => {
  const contracts = valueIn(content, 'contracts') ?? valueIn(content, 'output', 'contracts');
  if (!isMap(contracts)) return undefined;
  const read = Object.entries(contracts).flatMap(([key, value]) =>
    isMap(value) ? (combined(key, value, textIn(content, 'version')) ?? ofSource(key, value)) : [],
  );
  return read.length > 0 ? read : undefined;
};

function combined(key: string, value: JsonMap, compiler: string | undefined): CompiledContract[] | undefined {
  const colon = key.lastIndexOf(':');
  const isCombined = typeof value['bin'] === 'string' || (colon > 0 && value['abi'] !== undefined);
  if (!isCombined) return undefined;
  return [
    {
      name: key.slice(colon + 1),
      source: colon > 0 ? key.slice(0, colon) : fromMetadata(value['metadata']).source,
      // Old versions write the ABI as a text.
      abi: typeof value['abi'] === 'string' ? parsedText(value['abi']) : (value['abi'] ?? []),
      creationCode: value['bin'],
      deployedCode: value['bin-runtime'],
      compiler,
    },
  ];
}

function ofSource(source: string, contracts: JsonMap): CompiledContract[] {
  return Object.entries(contracts).flatMap(([name, contract]) =>
    isMap(contract) && (isMap(contract['evm']) || Array.isArray(contract['abi']))
      ? [solcContract(name, source, contract)]
      : [],
  );
}

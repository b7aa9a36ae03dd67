import type { CompiledContract } from '../compiled-contract.ts';
import { fromMetadata, type JsonMap, type ReadFormat, textIn, valueIn } from './json-file.ts';

/** A contract as solc's standard output has it; Waffle writes each into a file of its own. */
export const readSolcContract: ReadFormat = ({ baseName, content }) =>
  textIn(content, 'evm', 'bytecode', 'object') !== undefined ? [solcContract(baseName, undefined, content)] : undefined;

export function solcContract(name: string, source: string | undefined, content: JsonMap): CompiledContract {
  const metadata = fromMetadata(valueIn(content, 'metadata'));
  return {
    name,
    source: source ?? metadata.source,
    abi: content['abi'] ?? [],
    creationCode: textIn(content, 'evm', 'bytecode', 'object'),
    linkReferences: valueIn(content, 'evm', 'bytecode', 'linkReferences'),
    deployedCode: textIn(content, 'evm', 'deployedBytecode', 'object'),
    deployedLinkReferences: valueIn(content, 'evm', 'deployedBytecode', 'linkReferences'),
    immutableReferences: valueIn(content, 'evm', 'deployedBytecode', 'immutableReferences'),
    compiler: metadata.compiler,
  };
}

import { fromMetadata, isMap, type ReadFormat, textIn, valueIn } from './json-file.ts';

/** Foundry's `out/File.sol/Name.json`: solc's objects one level higher, the name only in the path and the metadata. */
export const readFoundry: ReadFormat = ({ baseName, content }) => {
  const bytecode = valueIn(content, 'bytecode');
  if (!isMap(bytecode) || textIn(bytecode, 'object') === undefined) return undefined;
  const metadata = fromMetadata(valueIn(content, 'metadata') ?? valueIn(content, 'rawMetadata'));
  return [
    {
      name: baseName,
      source: metadata.source ?? textIn(content, 'ast', 'absolutePath'),
      abi: content['abi'] ?? [],
      creationCode: bytecode['object'],
      linkReferences: valueIn(bytecode, 'linkReferences'),
      deployedCode: valueIn(content, 'deployedBytecode', 'object'),
      deployedLinkReferences: valueIn(content, 'deployedBytecode', 'linkReferences'),
      immutableReferences: valueIn(content, 'deployedBytecode', 'immutableReferences'),
      compiler: metadata.compiler,
    },
  ];
};

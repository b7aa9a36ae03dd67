import {
  fromMetadata,
  hasAddressOf,
  isMap,
  type JsonFile,
  type JsonMap,
  type ReadFormat,
  textIn,
  valueIn,
} from './json-file.ts';

/**
 * Truffle, slim or full, of every schema version, and any other file that has just `abi` and `bytecode`. Its `bytecode` is
 * unlinked by contract; where it has no placeholder though a network has links, or the address of one, somebody has linked it.
 */
export const readTruffle: ReadFormat = (file) => {
  const { content } = file;
  const bytecode = valueIn(content, 'unlinked_binary') ?? valueIn(content, 'bytecode');
  if (!Array.isArray(content['abi']) || isMap(bytecode)) return undefined;
  const metadata = fromMetadata(content['metadata']);
  const code = typeof bytecode === 'string' ? bytecode : '';
  const links = networkLinks(file);
  const unusable =
    links.length > 0 && (!code.includes('__') || links.some((ofNetwork) => hasAddressOf(code, ofNetwork)))
      ? 'its bytecode is already linked to the libraries of another network'
      : undefined;
  return [
    {
      name: textIn(content, 'contractName') ?? textIn(content, 'contract_name') ?? file.baseName,
      source: metadata.source ?? textIn(content, 'ast', 'absolutePath') ?? textIn(content, 'sourcePath'),
      abi: content['abi'],
      creationCode: bytecode,
      deployedCode: valueIn(content, 'deployedBytecode'),
      immutableReferences: valueIn(content, 'immutableReferences'),
      compiler: textIn(content, 'compiler', 'version') ?? metadata.compiler,
      unusable,
    },
  ];
};

/** What each network has linked. */
function networkLinks({ content }: JsonFile): readonly JsonMap[] {
  const networks = valueIn(content, 'networks');
  if (!isMap(networks)) return [];
  return Object.values(networks).flatMap((network) => {
    const links = valueIn(network, 'links');
    return isMap(links) && Object.keys(links).length > 0 ? [links] : [];
  });
}

import { fromMetadata, hasAddressOf, isMap, type ReadFormat, textIn, valueIn } from './json-file.ts';

/**
 * hardhat-deploy's (and rocketh's) record of one deployment. Its bytecode is what was sent: with libraries it is linked to
 * those of that network, and useless on any other.
 */
export const readHardhatDeploy: ReadFormat = ({ baseName, content }) => {
  if (textIn(content, 'address') === undefined || !Array.isArray(content['abi'])) return undefined;
  const metadata = fromMetadata(valueIn(content, 'metadata'));
  const libraries = valueIn(content, 'libraries');
  return [
    {
      name: baseName,
      source: metadata.source,
      abi: content['abi'],
      creationCode: valueIn(content, 'bytecode'),
      deployedCode: valueIn(content, 'deployedBytecode'),
      compiler: metadata.compiler,
      isRecord: true,
      unusable: unusable(libraries, valueIn(content, 'bytecode')),
    },
  ];
};

function unusable(libraries: unknown, bytecode: unknown): string | undefined {
  if (typeof bytecode !== 'string' || /^(?:0x)?$/.test(bytecode)) {
    return 'it is the record of a deployment (of a proxy, probably) and has no bytecode';
  }
  const names = isMap(libraries) ? Object.keys(libraries) : [];
  if (names.length === 0 || (bytecode.includes('__') && !hasAddressOf(bytecode, libraries))) return undefined;
  return `it is the record of a deployment, whose bytecode is already linked to another network's libraries (${names.join(', ')})`;
}

import { type ReadFormat, textIn, valueIn } from './json-file.ts';

/**
 * Hardhat's artifacts: `hh-sol-artifact-1` of version 2, version 3's, which also tell where immutables stand, and those that
 * hardhat-deploy exports, which have more of solc's output and no `_format`.
 */
export const readHardhat: ReadFormat = ({ baseName, content }) => {
  const isHardhat = textIn(content, '_format')?.startsWith('hh') ?? false;
  if (!Array.isArray(content['abi']) || !(isHardhat || valueIn(content, 'linkReferences') !== undefined))
    return undefined;
  if (typeof valueIn(content, 'bytecode') === 'object') return undefined;
  return [
    {
      name: textIn(content, 'contractName') ?? baseName,
      source: textIn(content, 'inputSourceName') ?? textIn(content, 'sourceName'),
      abi: content['abi'],
      creationCode: valueIn(content, 'bytecode'),
      linkReferences: valueIn(content, 'linkReferences'),
      deployedCode: valueIn(content, 'deployedBytecode'),
      deployedLinkReferences: valueIn(content, 'deployedLinkReferences'),
      immutableReferences:
        valueIn(content, 'immutableReferences') ?? valueIn(content, 'evm', 'deployedBytecode', 'immutableReferences'),
    },
  ];
};

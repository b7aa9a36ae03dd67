import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** While this account has ether, the constructor of Fragile reverts: a test gives it some between simulation and block. */
export const breaker = '0x00000000000000000000000000000000000b4ea4';
export const tinyPackage = { name: 'fault-fixtures', version: '1.0.0' };

/** Answers every call, also one with ether, with what the constructor left in slot 0. */
const runtime = '60005460005260206000f3';
/** Copies the constructor's last argument, or takes the sender, and keeps it in slot 0. */
const keepArgument = '60206020380360003960005160' + '0055';
const keepSender = '33600055';
const revertWhileBroken = `73${breaker.slice(2)}3115601f5760006000fd5b`;

/** The constructor's work, then the part that returns the runtime code behind it. */
function creationCode(work: string): string {
  const runtimeAt = (work.length / 2 + 12).toString(16).padStart(2, '0');
  return `${work}600b60${runtimeAt}600039600b6000f3${runtime}`;
}

const owner = { type: 'function', name: 'owner', inputs: [], outputs: [{ type: 'address' }], stateMutability: 'view' };
const deposit = { type: 'function', name: 'deposit', inputs: [], outputs: [], stateMutability: 'payable' };

function artifact(contractName: string, work: string, inputs: readonly object[] = [], stateMutability = 'nonpayable') {
  const abi = [{ type: 'constructor', inputs, stateMutability }, owner, deposit];
  return { contractName, abi, bytecode: `0x${creationCode(work)}`, deployedBytecode: `0x${runtime}` };
}

const address = { name: 'kept', type: 'address' };

/** Contracts of a few bytes, for what no published one does. */
const artifacts = [
  artifact('Treasury', keepSender, [], 'payable'),
  artifact('Holder', keepArgument, [address]),
  artifact('Fragile', revertWhileBroken + keepSender),
];

/** Installs them as an npm package into the `node_modules` of a user's repository. */
export function installTinyContracts(nodeModules: string): void {
  const folder = join(nodeModules, tinyPackage.name);
  mkdirSync(join(folder, 'artifacts'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(tinyPackage));
  for (const one of artifacts)
    writeFileSync(join(folder, 'artifacts', `${one.contractName}.json`), JSON.stringify(one));
}

/** The loop that everybody writes first: send, wait, next. Arguments: file with the steps, file for the addresses. */
import { readFileSync, writeFileSync } from 'node:fs';
import { JsonRpcProvider, Wallet } from 'ethers';

const [stepsFile = '', resultFile = ''] = process.argv.slice(2);
const provider = new JsonRpcProvider(process.env['RPC_URL'], undefined, { cacheTimeout: -1 });
// The default of four seconds would measure only itself, and the cached nonce is too old for a chain that mines at once.
provider.pollingInterval = 100;
const wallet = new Wallet(process.env['PRIVATE_KEY'] ?? '', provider);
const { to, data } = JSON.parse(readFileSync(stepsFile, 'utf8')) as { to: string[]; data: string[] };
const addresses: (string | null)[] = [];
for (const [index, target] of to.entries()) {
  const input = data[index] ?? '0x';
  const isCreation = BigInt(target) === 0n;
  const sent = await wallet.sendTransaction({ data: input, ...(!isCreation && { to: target }) });
  const receipt = await sent.wait(1);
  if (receipt?.status !== 1) throw new Error(`step ${index} failed`);
  addresses.push(receipt.contractAddress);
}
writeFileSync(resultFile, JSON.stringify(addresses));
provider.destroy();

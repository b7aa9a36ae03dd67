// The set as a Hardhat Ignition module, in Ignition's own terms: it links, encodes and orders by itself.
import { readFileSync } from 'node:fs';
import { buildModule } from '@nomicfoundation/hardhat-ignition/modules';

const { deployer, contracts, calls } = JSON.parse(readFileSync(process.env.SET_FILE, 'utf8'));

export default buildModule('Bench', (m) => {
  const futures = {};
  const valueOf = (value) => {
    if (Array.isArray(value)) return value.map(valueOf);
    if (typeof value !== 'object') return value;
    if ('account' in value) return deployer;
    if ('contract' in value) return futures[value.contract];
    const { contract, function: name, arguments: values } = value.encode;
    return m.encodeFunctionCall(futures[contract], name, values.map(valueOf), { id: `encode_${contract}_${name}` });
  };
  for (const { name, artifact, arguments: values, libraries } of contracts) {
    const linked = Object.fromEntries(Object.entries(libraries).map(([library, target]) => [library, futures[target]]));
    futures[name] = m.contract(name, artifact, values.map(valueOf), { id: name, libraries: linked });
  }
  // One after the other, as the set wants its calls made.
  let previous = [];
  for (const [index, { contract, artifact, function: name, arguments: values }] of calls.entries()) {
    const target =
      artifact === undefined ? futures[contract] : m.contractAt(`${contract}As`, artifact, futures[contract], { id: `as_${index}` });
    const call = m.call(target, name, values.map(valueOf), { id: `call_${index}`, after: previous });
    previous = [call];
  }
  return futures;
});

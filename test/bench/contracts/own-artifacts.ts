import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AbiEntry, BenchArtifact } from './bench-set.ts';
import type { OwnArtifacts } from './sets.ts';

interface SolcOutput {
  readonly errors?: readonly { readonly severity: string; readonly formattedMessage: string }[];
  readonly contracts: Readonly<
    Record<
      string,
      Readonly<
        Record<
          string,
          {
            readonly abi: readonly AbiEntry[];
            readonly evm: Readonly<Record<'bytecode' | 'deployedBytecode', { readonly object: string }>>;
          }
        >
      >
    >
  >;
}

/** Box and Link by the peers' solc-js, kept beside it: it takes seconds to load. */
export function compileOwn(peers: string): OwnArtifacts {
  const sources = Object.fromEntries(
    ['Box', 'Link'].map((name) => [name, { content: readFileSync(join(import.meta.dirname, `${name}.sol`), 'utf8') }]),
  );
  const input = JSON.stringify({
    language: 'Solidity',
    sources,
    settings: {
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
    },
  });
  const kept = join(peers, 'own-artifacts');
  const inputFile = join(kept, 'input.json');
  if (!existsSync(inputFile) || readFileSync(inputFile, 'utf8') !== input) {
    const solc = createRequire(join(peers, 'package.json'))('solc') as { compile(input: string): string };
    const output = solc.compile(input);
    mkdirSync(kept, { recursive: true });
    writeFileSync(join(kept, 'output.json'), output);
    writeFileSync(`${inputFile}.new`, input);
    renameSync(`${inputFile}.new`, inputFile);
  }
  const output = JSON.parse(readFileSync(join(kept, 'output.json'), 'utf8')) as SolcOutput;
  const mistakes = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (mistakes.length > 0) throw new Error(mistakes.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const read = (name: 'Box' | 'Link'): BenchArtifact => {
    const compiled = output.contracts[name]?.[name];
    if (compiled === undefined) throw new Error(`solc gave no ${name}`);
    const { bytecode, deployedBytecode } = compiled.evm;
    return { name, abi: compiled.abi, creationCode: bytecode.object, deployedCode: deployedBytecode.object };
  };
  return { Box: read('Box'), Link: read('Link') };
}

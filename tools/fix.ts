import { spawnSync } from 'node:child_process';

/** `npm run fix`: formats and lints the code, and writes every generated file anew. Everything it changes is worth reading. */
const commands = [
  ['node_modules/@biomejs/biome/bin/biome', 'check', '--write'],
  ['tools/generate-schemas.ts', '--write'],
  ['tools/generate.ts', '--write'],
];
const failed = commands.filter((command) => spawnSync(process.execPath, command, { stdio: 'inherit' }).status !== 0);
process.exitCode = failed.length === 0 ? 0 : 1;

import { execFileSync } from 'node:child_process';

/** `npm run fix`: formats and lints the code, and writes every generated file anew. Everything it changes is worth reading. */
const commands = [
  ['node_modules/@biomejs/biome/bin/biome', 'check', '--write'],
  ['tools/generate.ts', '--write'],
  ['tools/generate-schemas.ts', '--write'],
];
for (const command of commands) execFileSync(process.execPath, command, { stdio: 'inherit' });

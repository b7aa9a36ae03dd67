import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run bench NAME`: runs test/bench/NAME.ts, which compares us with a peer and the floor in the same run. */
const folder = join(import.meta.dirname, '../test/bench');
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length));
const [name = '', ...rest] = process.argv.slice(2);
if (!existsSync(join(folder, `${name}.ts`))) {
  console.error(`npm run bench: no benchmark '${name}'; there are ${names.join(', ')}`);
  process.exit(2);
}
process.exitCode = spawnSync(process.execPath, [join(folder, `${name}.ts`), ...rest], { stdio: 'inherit' }).status ?? 1;

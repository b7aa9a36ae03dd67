import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findDrift, generatedFiles } from './generate/generated-files.ts';

/** `node tools/generate.ts --write` writes every action.yml and the tables of the READMEs; `--check` refuses drift. */
const root = join(import.meta.dirname, '..');
const files = await generatedFiles(root);
const drift = findDrift(root, files);

if (process.argv.includes('--write')) {
  for (const { file } of drift) {
    const content = files.get(file);
    if (content === undefined) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
    console.log(`wrote ${file}`);
  }
}
const left = process.argv.includes('--write') ? findDrift(root, files) : drift;
for (const { file, message } of left) console.error(`${file} ${message}`);
process.exitCode = left.length === 0 ? 0 : 1;

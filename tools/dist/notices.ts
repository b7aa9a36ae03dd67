import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Minifying drops licence comments, so the texts of everything that was bundled are shipped beside it, each once. */
export function thirdPartyNotices(root: string, packageFolders: readonly string[]): string {
  const packagesByText = new Map<string, string[]>();
  for (const folder of packageFolders) {
    const { title, text } = licence(join(root, folder));
    packagesByText.set(text, [...(packagesByText.get(text) ?? []), title]);
  }
  const blocks = [...packagesByText].map(([text, titles]) => `${titles.join('\n')}\n\n${text}\n`);
  return `The bundles in this folder contain code of these packages:\n\n${blocks.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

function licence(folder: string): { readonly title: string; readonly text: string } {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  const texts = files.sort().map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim());
  if (texts.length === 0 && typeof manifest.license !== 'string') throw new Error(`${folder}: no licence to ship`);
  const text = texts.length > 0 ? texts.join('\n\n') : `License: ${manifest.license} (the package has no licence file)`;
  return { title: `${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})`, text };
}

import { stringify } from 'yaml';
import type { Action } from '../../src/runner/index.ts';

/** Feather icons, as GitHub's marketplace wants them; the colour is the house's. */
const icons: Readonly<Record<string, string>> = {
  'migrate-contracts': 'link',
  'render-client-config': 'file-text',
  'push-artifact': 'upload-cloud',
  'roll-deployment': 'refresh-cw',
  'smoke-test': 'check-circle',
};

/**
 * The action.yml of an action that lies `depth` folders below the root of the repository. `main` climbs from there: the
 * runner joins it to the folder as it stands, without resolving links.
 */
export function actionYaml({ name, description, inputs, outputs }: Action, depth: number): string {
  const document = {
    name: `keep-deploy: ${name}`,
    description,
    author: 'keep-deploy',
    branding: { icon: icons[name] ?? 'anchor', color: 'blue' },
    inputs: Object.fromEntries(
      Object.entries(inputs).map(([input, { description: text, isRequired, default: fallback }]) => [
        input,
        { description: text, required: isRequired === true, ...(fallback !== undefined && { default: fallback }) },
      ]),
    ),
    outputs: Object.fromEntries(
      Object.entries(outputs).map(([output, { description: text }]) => [output, { description: text }]),
    ),
    runs: { using: 'node24', main: `${'../'.repeat(depth)}dist/${name}.js` },
  };
  return `# Generated from actions/${name}/definition.ts by \`npm run fix\`.\n${stringify(document, { lineWidth: 0 })}`;
}

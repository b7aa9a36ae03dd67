import type { Finding } from '../../report/index.ts';
import { labels } from '../kubernetes-object.ts';
import type { ManifestRules } from './manifest.ts';
import { checkSelecting, checkWorkload } from './workload-check.ts';
import { type ClientManifest, type Manifest, nameOf, podLabelsOf, sayOf } from './written-object.ts';

/** What is wrong with the clients' workloads, and with what must select their pods. */
export function checkClientWorkloads(manifest: Manifest, rules: ManifestRules, findings: Finding[]): void {
  const { container, mounted, variables } = rules;
  if (manifest.template !== undefined) {
    checkWorkload(
      manifest.template.workload,
      { container, mounted, variables, podLabels: {}, needsSelector: false },
      sayOf(manifest.template.workload, findings),
    );
    checkBeside(manifest.template, {}, findings);
  }
  for (const [name, client] of Object.entries(manifest.own)) {
    const { role = '', password } = rules.clients.find((each) => each.name === name) ?? {};
    const podLabels: Record<string, string> = { [labels.client]: name, [labels.role]: role };
    if (podLabelsOf(client.workload)[labels.managedBy] === undefined) podLabels[labels.managedBy] = 'keep-deploy';
    const say = sayOf(client.workload, findings);
    if (nameOf(client.workload) === undefined)
      say(['metadata'], 'expected a name: it is rolled under the name it has here');
    checkWorkload(client.workload, { container, mounted, variables, password, podLabels, needsSelector: true }, say);
    checkBeside(client, podLabels, findings);
  }
}

function checkBeside(
  { workload, beside }: ClientManifest,
  ours: { readonly [label: string]: string },
  findings: Finding[],
): void {
  const podLabels = { ...podLabelsOf(workload), ...ours };
  for (const written of beside) checkSelecting(written, podLabels, sayOf(written, findings));
}

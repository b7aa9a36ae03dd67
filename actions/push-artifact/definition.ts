import { pushArtifact } from '../../src/release/index.ts';
import { defineAction, lines, text } from '../../src/runner/index.ts';
import { environmentInputs } from '../shared-inputs.ts';

export const action = defineAction({
  name: 'push-artifact',
  description: "Pushes files to an environment's store: named by their content, never overwritten, a manifest last",
  inputs: {
    ...environmentInputs,
    name: { description: 'Name of the artifact, such as contracts or client.', parser: text, isRequired: true },
    version: { description: 'Version of the artifact, such as a tag or a commit.', parser: text, isRequired: true },
    files: {
      description: 'Files to push, one path or pattern per line, inside the workspace.',
      parser: lines,
      isRequired: true,
    },
  },
  outputs: {
    digest: { description: "Digest of the artifact's manifest." },
    location: { description: 'Where the manifest stands for ever.' },
    generation: { description: "Generation of the artifact's latest pointer." },
    changed: { description: 'true when something was written (in a plan: would be written).' },
  },
  async run(inputs, context) {
    const result = await pushArtifact(inputs, context);
    context.setOutput('digest', result.digest);
    context.setOutput('location', result.location);
    context.setOutput('generation', result.generation ?? '');
    context.setOutput('changed', result.changed);
  },
});

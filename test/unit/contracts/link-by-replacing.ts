import type { Artifact, Link } from '../../../src/contracts/artifacts/artifact.ts';

/** The creation code with every placeholder replaced by its library's address, in the plainest way there is. */
export function linkByReplacing(artifact: Artifact, addressOf: (link: Link) => string): string {
  return artifact.links.reduce(
    (code, link) => code.replaceAll(link.placeholder, addressOf(link).slice(2).toLowerCase()),
    artifact.creationCode,
  );
}

const oldest = 24;

/** What is wrong with a version of Node such as `20.20.2`, or nothing. An older one fails only when a package is loaded. */
export function nodeVersionProblem(program: string, version: string): string | undefined {
  if (Number.parseInt(version, 10) >= oldest) return undefined;
  return `${program} needs Node ${oldest}; this is Node ${version}: install Node ${oldest} or newer and put it first in PATH (\`node --version\` shows which one is)`;
}

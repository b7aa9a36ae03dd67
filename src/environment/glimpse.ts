import { checkDocument } from './check-document.ts';
import type { Environment } from './environment.ts';
import type { EnvironmentRequest } from './read-environment.ts';
import { settingsSchema } from './settings-schema.ts';
import { readYaml } from './yaml-document.ts';

/**
 * The chain and the store of an environment, from keep-deploy.yml alone: enough to ask both something while the other,
 * larger files are read. Undefined when anything is wrong: `readEnvironment` then says what.
 */
export async function glimpse({
  readFile,
  file,
  environment,
}: Pick<EnvironmentRequest<never>, 'readFile' | 'file' | 'environment'>): Promise<
  Pick<Environment, 'chain' | 'store'> | undefined
> {
  try {
    const { value, findings } = checkDocument(readYaml(file, await readFile(file)), settingsSchema);
    const { environments } = value ?? {};
    const isThere = findings.length === 0 && environments !== undefined && Object.hasOwn(environments, environment);
    const { chain, store } = (isThere ? environments[environment] : undefined) ?? {};
    return chain && store !== undefined ? { chain, store } : undefined;
  } catch {
    return undefined;
  }
}

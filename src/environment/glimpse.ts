import { checkDocument } from './check-document.ts';
import type { Environment } from './environment.ts';
import type { EnvironmentRequest } from './read-environment.ts';
import { settingsSchema } from './settings-schema.ts';
import { readYaml } from './yaml-document.ts';

/**
 * The chain, the cluster and the store of an environment, from keep-deploy.yml alone: enough to ask them something while the
 * other, larger files are read, or can't be. Undefined when anything is wrong: `readEnvironment` then says what.
 */
export async function glimpse({
  readFile,
  file,
  environment,
}: Pick<EnvironmentRequest<never>, 'readFile' | 'file' | 'environment'>): Promise<
  Pick<Environment<'chain'>, 'chain' | 'cluster' | 'store'> | undefined
> {
  try {
    const { value, findings } = checkDocument(readYaml(file, await readFile(file)), settingsSchema);
    const { environments } = value ?? {};
    const isThere = findings.length === 0 && environments !== undefined && Object.hasOwn(environments, environment);
    const { chain, cluster, store } = (isThere ? environments[environment] : undefined) ?? {};
    return chain && store !== undefined ? { chain, cluster, store } : undefined;
  } catch {
    return undefined;
  }
}

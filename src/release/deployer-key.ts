import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { openKeystore, openSigner, type Signer, signerName } from '../contracts/index.ts';
import type { Environment } from '../environment/index.ts';
import { UserError } from '../report/index.ts';
import { isSecretReference, secretName } from '../values/index.ts';
import type { ReleasePorts } from './ports.ts';

/** The key that an environment's transactions are signed with. @throws UserError when it is missing or can't be opened. */
export async function openDeployerKey(
  { chain, folder }: Environment<'chain'>,
  { secrets, workspace }: ReleasePorts,
): Promise<Signer> {
  const { signer } = chain;
  const secret = (reference: string): string | undefined =>
    isSecretReference(reference) ? secrets(secretName(reference)) : undefined;
  if (typeof signer === 'string') return openSigner(secret(signer), signerName(chain));
  const { keystore, password } = signer;
  const keyfile = isSecretReference(keystore)
    ? secret(keystore)
    : await readKeyfile(resolve(workspace, folder), keystore);
  return openKeystore({ keyfile, password: secret(password) }, signerName(chain));
}

async function readKeyfile(folder: string, path: string): Promise<string> {
  try {
    return await readFile(resolve(folder, path), 'utf8');
  } catch (cause) {
    throw new UserError(`the keyfile ${path} (chain.signer.keystore) can't be read`, { cause });
  }
}

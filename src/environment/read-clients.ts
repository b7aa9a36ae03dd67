import { posix } from 'node:path';
import { addressOf, peerIdOf } from '../accounts/index.ts';
import { type Finding, UserError } from '../report/index.ts';
import type { Json } from '../values/index.ts';
import { type CheckedDocument, toFindings } from './check-document.ts';
import { clientProblems, keyfileProblem } from './client-checks.ts';
import type { ClientsFile } from './clients-schema.ts';
import type { Client, ClientSet } from './environment.ts';
import { type ReadFile, unreadable } from './read-file.ts';
import { type ManifestRules, readManifest } from './room-schemas.ts';

/** The clients of a clients file as far as it is right, with the files it names; what is wrong with those stands in `findings`. */
export async function readClients(
  readFile: ReadFile,
  { readable: value, source }: CheckedDocument<ClientsFile>,
  namespace: string | undefined,
): Promise<{ readonly clients: ClientSet | undefined; readonly findings: readonly Finding[] }> {
  if (value === undefined) return { clients: undefined, findings: [] };
  const findings = toFindings(source, clientProblems(value));
  const read = async (path: string, at: readonly string[]) => {
    const named = posix.join(posix.dirname(source.file), path);
    try {
      return { file: named, text: await readFile(named) };
    } catch (error) {
      findings.push({ ...source.locate(at), message: `${named}: ${unreadable(error)}` });
      return { file: named, text: undefined };
    }
  };
  const manifest = await read(value.manifest, ['manifest']);
  const clients = await Promise.all(
    Object.entries(value.clients).map(async ([name, client]): Promise<Client> => {
      const keyfile = await read(client.keyfile, ['clients', name, 'keyfile']);
      const problem = keyfile.text === undefined ? undefined : keyfileProblem(client, keyfile.text);
      if (problem) findings.push({ ...source.locate(['clients', name, problem.key]), message: problem.message });
      const publicKey = client['public-key'];
      return {
        name,
        role: client.role,
        keyfile: { file: keyfile.file, text: keyfile.text ?? '' },
        publicKey,
        address: addressOf(publicKey),
        peerId: peerIdOf(publicKey),
        password: client.password,
        configuration: client.configuration as Json,
      };
    }),
  );
  const { configuration, keyfile, password } = value;
  if (manifest.text !== undefined && namespace !== undefined) {
    findings.push(
      ...manifestFindings(manifest.file, manifest.text, {
        namespace,
        container: value.container,
        mounted: [configuration.path, keyfile.path],
        variables: [password.variable],
      }),
    );
  }
  return {
    findings,
    clients: {
      file: source.file,
      manifest: { file: manifest.file, text: manifest.text ?? '' },
      container: value.container,
      image: value.image,
      configuration: { ...configuration, template: configuration.template as Json },
      keyfilePath: keyfile.path,
      passwordVariable: password.variable,
      roles: value.roles,
      clients,
    },
  };
}

/** Known before a transaction is sent for clients that can't be made from it. */
function manifestFindings(file: string, text: string, rules: ManifestRules): readonly Finding[] {
  try {
    readManifest(file, text, rules);
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.findings;
    throw error;
  }
}

import { posix } from 'node:path';
import { addressOf, peerIdOf } from '../accounts/index.ts';
import type { Finding } from '../report/index.ts';
import type { Json } from '../values/index.ts';
import { type CheckedDocument, toFindings } from './check-document.ts';
import { clientProblems, keyfileProblem } from './client-checks.ts';
import { type ClientsFile, roleNames, votingRoles } from './clients-schema.ts';
import type { Client, ClientSet } from './environment.ts';
import { type ListFolder, type ReadFile, unreadable } from './read-file.ts';
import { readManifestFiles } from './read-manifests.ts';
import { checkManifests } from './room-schemas.ts';

export interface ReadClients {
  readonly clients: ClientSet | undefined;
  readonly findings: readonly Finding[];
}

/** The clients of a clients file as far as it is right, with the files it names; what is wrong with those stands in `findings`. */
export async function readClients(
  { readFile, listFolder }: { readonly readFile: ReadFile; readonly listFolder?: ListFolder | undefined },
  { readable: value, source, isNearlyWhole }: CheckedDocument<ClientsFile>,
  namespace: string | undefined,
): Promise<ReadClients> {
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
  const manifests = await readManifestFiles({ readFile, listFolder }, source, value);
  findings.push(...manifests.findings);
  const clients = await Promise.all(
    Object.entries(value.clients).map(async ([name, client]): Promise<Client> => {
      const keyfile = await read(client.keyfile, ['clients', name, 'keyfile']);
      const publicKey = client['public-key'];
      const address = addressOf(publicKey);
      const problem = keyfile.text === undefined ? undefined : keyfileProblem(client, address, keyfile.text);
      if (problem) findings.push({ ...source.locate(['clients', name, problem.key]), message: problem.message });
      return {
        name,
        role: client.role,
        keyfile: { file: keyfile.file, text: keyfile.text ?? '' },
        publicKey,
        address,
        peerId: peerIdOf(publicKey),
        password: client.password,
        configuration: client.configuration as Json,
      };
    }),
  );
  const { configuration, keyfile, password } = value;
  // Known before a transaction is sent for clients that can't be made from it.
  const checked =
    manifests.files &&
    namespace !== undefined &&
    checkManifests(manifests.files, {
      namespace,
      container: value.container,
      mounted: [configuration.path, keyfile.path],
      variables: [password.variable],
      clients,
      isWhole: isNearlyWhole,
    });
  if (checked) findings.push(...checked.findings);
  return {
    findings,
    clients: {
      file: source.file,
      manifest: checked ? checked.manifest : undefined,
      container: value.container,
      image: value.image,
      configuration: { ...configuration, template: configuration.template as Json },
      keyfilePath: keyfile.path,
      passwordVariable: password.variable,
      roles: roleNames(value),
      voters: votingRoles(value),
      clients,
    },
  };
}

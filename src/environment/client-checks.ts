import { readKeyfile } from '../accounts/index.ts';
import { nearestName, type Problem } from '../report/index.ts';
import type { Address } from '../values/index.ts';
import { type ClientsFile, roleNames } from './clients-schema.ts';

/** What the schema can't see: roles that must be listed, accounts that must differ. */
export function clientProblems(file: ClientsFile): Problem[] {
  return [...roleProblems(file), ...accountProblems(file), ...pathProblems(file), ...manifestProblems(file)];
}

/** A client without a manifest of its own is made from the one for all. */
function manifestProblems({ manifest, clients }: ClientsFile): Problem[] {
  if (manifest !== undefined) return [];
  const without = Object.entries(clients).filter(([, client]) => client.manifest === undefined);
  const what = 'paths of manifests, relative to this file';
  if (without.length === Object.keys(clients).length) {
    return [{ path: [], message: `the key "manifest" is missing: ${what}` }];
  }
  return without.map(([name]) => ({
    path: ['clients', name],
    message: `${name} has no key "manifest", and there is none for all clients: ${what}`,
  }));
}

function roleProblems(file: ClientsFile): Problem[] {
  const { clients } = file;
  const roles = roleNames(file);
  const repeated = roles.flatMap((role, index) =>
    roles.indexOf(role) < index ? [{ path: ['roles', index], message: `the role "${role}" is listed twice` }] : [],
  );
  const late =
    roles.indexOf('bootstrap') > 0
      ? [
          {
            path: ['roles', roles.indexOf('bootstrap')],
            message: 'expected bootstrap as the first role: the others dial its clients when they start',
          },
        ]
      : [];
  const unknown = Object.entries(clients).flatMap(([name, { role }]) => {
    if (roles.includes(role)) return [];
    const nearest = nearestName(role, roles);
    const advice = nearest === undefined ? `expected one of ${roles.join(', ')}` : `did you mean "${nearest}"?`;
    return [{ path: ['clients', name, 'role'], message: `the role "${role}" is not listed under roles: ${advice}` }];
  });
  return [...repeated, ...late, ...unknown];
}

function accountProblems({ clients }: ClientsFile): Problem[] {
  const owners = new Map<string, string>();
  return Object.entries(clients).flatMap(([name, { 'public-key': key }]) => {
    const other = owners.get(key);
    owners.set(key, other ?? name);
    if (other === undefined) return [];
    return [
      {
        path: ['clients', name, 'public-key'],
        message: `${other} has this account already: two clients with one account work against each other`,
      },
    ];
  });
}

function pathProblems({ configuration, keyfile }: ClientsFile): Problem[] {
  if (configuration.path !== keyfile.path) return [];
  return [{ path: ['keyfile', 'path'], message: 'expected another path than that of the configuration' }];
}

/** What is wrong with a client's keyfile: it must be one, and belong to the account of the public key beside it. */
export function keyfileProblem(
  client: ClientsFile['clients'][string],
  named: Address,
  text: string,
): { readonly key: 'keyfile' | 'public-key'; readonly message: string } | undefined {
  let address: Address;
  try {
    ({ address } = readKeyfile(text));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { key: 'keyfile', message: `${client.keyfile} can't be used: ${error.message}` };
  }
  if (named === address) return undefined;
  const message = `this is the public key of ${named}, but ${client.keyfile} belongs to ${address}: \`keep-deploy account ${client.keyfile}\` prints the right one`;
  return { key: 'public-key', message };
}

import * as v from 'valibot';
import { parsePublicKey } from '../accounts/index.ts';
import { configurationSchemas, keepClientV1Template } from '../configuration/index.ts';
import {
  clientName,
  ownManifest,
  passwordReference,
  passwordVariable,
  pathInContainer,
  workloadEntries,
} from './room-schemas.ts';
import { labelSchema, parsedBy, parserMessage, relativePathSchema } from './text-schemas.ts';

const clientSchema = v.strictObject({
  role: v.pipe(labelSchema('a role'), v.description('one of the roles above')),
  keyfile: relativePathSchema("the account's keyfile (Web3 Secret Storage, version 3)"),
  'public-key': v.pipe(
    v.string('expected a compressed public key in quotes: 0x02 or 0x03 and 64 hexadecimal digits'),
    v.description("the account's compressed public key; `keep-deploy account KEYFILE` prints it"),
    v.regex(/^(?:0x)?0[23][0-9a-fA-F]{64}$/, ({ input }) => parserMessage(parsePublicKey, input)),
    parsedBy(parsePublicKey),
  ),
  password: v.pipe(
    passwordReference,
    v.description("the Secret in the cluster that holds the keyfile's password, and its key"),
  ),
  configuration: v.pipe(v.optional(keepClientV1Template, {}), v.description('merged over the template')),
  manifest: ownManifest,
});

const roleName = labelSchema('a role');

/** A role by its name alone, or with what is special about it. */
const roleSchema = v.union(
  [
    roleName,
    v.strictObject({
      name: v.pipe(roleName, v.description('the name of the role')),
      voters: v.pipe(
        v.optional(v.boolean('expected true or false'), false),
        v.description('whether its clients decide by majority: then more than half of them always run'),
      ),
    }),
  ],
  'expected a role, or { name: ROLE, voters: true }',
);

/** clients.yml. */
export const clientsSchema = v.strictObject({
  ...workloadEntries,
  configuration: v.pipe(
    v.strictObject({
      schema: v.pipe(
        v.picklist(configurationSchemas, `expected one of ${configurationSchemas.join(', ')}`),
        v.description("the kind of configuration file; the client's version decides"),
      ),
      path: v.pipe(pathInContainer, v.description('where the file is mounted in the container')),
      template: v.pipe(keepClientV1Template, v.description('the file as a tree; references stand for what differs')),
    }),
    v.description("the clients' configuration file"),
  ),
  keyfile: v.pipe(
    v.strictObject({ path: v.pipe(pathInContainer, v.description('where the keyfile is mounted in the container')) }),
    v.description('where each client finds its keyfile'),
  ),
  password: v.pipe(passwordVariable, v.description("the variable in which the container gets the keyfile's password")),
  roles: v.pipe(
    v.array(roleSchema, 'expected a list of roles'),
    v.minLength(1, 'expected at least one role'),
    v.description('in the order of waves; clients of the first role may wait to be dialled'),
  ),
  clients: v.pipe(
    v.record(clientName, clientSchema),
    v.minEntries(1, 'expected at least one client'),
    v.description(
      "client's name (its workload's and Service's too, when made from a template) → role, account, own configuration",
    ),
  ),
});

export type ClientsFile = v.InferOutput<typeof clientsSchema>;

/** The names of the roles, in the order of waves. */
export function roleNames({ roles }: Pick<ClientsFile, 'roles'>): readonly string[] {
  return roles.map((role) => (typeof role === 'string' ? role : role.name));
}

/** The roles whose clients decide by majority. */
export function votingRoles({ roles }: Pick<ClientsFile, 'roles'>): readonly string[] {
  return roles.flatMap((role) => (typeof role !== 'string' && role.voters ? [role.name] : []));
}

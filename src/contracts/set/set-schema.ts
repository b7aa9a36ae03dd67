import * as v from 'valibot';

/** One argument as the file writes it: a literal, a list, or a one-key map that refers to something. */
export type Value =
  | string
  | number
  | boolean
  | readonly Value[]
  | ContractReference
  | AccountReference
  | ChainReference
  | EncodedCall;
export type ContractReference = { readonly contract: string };
export type AccountReference = { readonly account: 'deployer' };
/** `id`, or one of the values that keep-deploy.yml gives for the chain: what differs from network to network. */
export type ChainReference = { readonly chain: string };
/** The calldata of a function call, for proxies whose constructor passes it on. */
export type EncodedCall = {
  readonly encode: {
    readonly contract: string;
    readonly function: string;
    readonly arguments?: readonly Value[] | undefined;
  };
};

const contractName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z_$][A-Za-z0-9_$]*$/, 'expected the name of a contract, as in its source'),
);
/** Where several Solidity files have a contract of one name, the file's path stands before it. */
const artifactName = v.pipe(
  v.string(),
  v.regex(
    /^(?:[^:]+:)?[A-Za-z_$][A-Za-z0-9_$]*$/,
    'expected the name of an artifact, or path/File.sol:Name where several have that name',
  ),
);
const functionName = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z_$][A-Za-z0-9_$]*(\(.*\))?$/,
    'expected the name of a function, or its signature such as "transfer(address,uint256)"',
  ),
);

const valueSchema: v.GenericSchema<Value> = v.lazy(() =>
  v.union(
    [
      v.string(),
      v.number(),
      v.boolean(),
      v.array(valueSchema),
      v.strictObject({ contract: v.pipe(contractName, v.description('the address of this contract of the set')) }),
      v.strictObject({ account: v.pipe(v.literal('deployer'), v.description('the address of this account')) }),
      v.strictObject({
        chain: v.pipe(
          v.string(),
          v.regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, 'expected id, or the name of a value under chain.values'),
          v.description("id, or the name of a value under chain.values of keep-deploy.yml: the chain's own"),
        ),
      }),
      v.strictObject({
        encode: v.pipe(
          v.strictObject({
            contract: v.pipe(artifactName, v.description('whose ABI has the function')),
            function: v.pipe(functionName, v.description('name or signature of the function')),
            arguments: v.optional(v.pipe(v.array(valueSchema), v.description("the call's arguments"))),
          }),
          v.description('the calldata of a function call'),
        ),
      }),
    ],
    'expected a text, a number, true or false, a list, { contract: NAME }, { account: deployer }, { chain: NAME } or { encode: { contract, function, arguments } }',
  ),
);

const ether = v.pipe(
  v.union([v.string(), v.number()], 'expected wei, or an amount with its unit such as "1 ether"'),
  v.description('what is sent along: wei, or an amount with its unit'),
);

const after = v.pipe(
  v.array(contractName, 'expected a list of names of contracts or calls'),
  v.description('names of contracts and of calls that come before it, though it does not name them'),
);

const contractSchema = v.strictObject({
  artifact: v.optional(
    v.pipe(
      artifactName,
      v.description('the artifact it is an instance of, when not the one of its own name: Name, or path/File.sol:Name'),
    ),
  ),
  from: v.optional(
    v.pipe(v.string(), v.description('the package or folder of its artifact, when several have one of that name')),
  ),
  arguments: v.optional(v.pipe(v.array(valueSchema), v.description("the constructor's arguments"))),
  libraries: v.optional(
    v.pipe(
      v.record(v.string(), contractName),
      v.description("library, or its placeholder → contract of this set; only where the artifacts don't tell which"),
    ),
  ),
  value: v.optional(ether),
  after: v.optional(after),
  was: v.optional(
    v.pipe(
      contractName,
      v.description(
        'the name it had in the set before: it is that contract, renamed; without it a contract under a new name is never taken for another',
      ),
    ),
  ),
  'allow-unproved': v.optional(
    v.pipe(v.boolean(), v.description('true: it may be published though its code could not be proved')),
  ),
  'allow-redeploy': v.optional(
    v.pipe(v.boolean(), v.description('true: it may be created anew when a one-shot call of it changes')),
  ),
});

const callSchema = v.strictObject({
  name: v.optional(v.pipe(contractName, v.description('what others call it that come after it'))),
  contract: v.pipe(contractName, v.description('the contract that is called')),
  interface: v.optional(
    v.pipe(artifactName, v.description('whose ABI has the function, when the contract is a proxy')),
  ),
  function: v.pipe(functionName, v.description('name or signature of the function')),
  arguments: v.optional(v.pipe(v.array(valueSchema), v.description("the call's arguments"))),
  value: v.optional(ether),
  until: v.optional(
    v.pipe(
      v.string('expected a condition such as "owner() == TokenStaking"'),
      v.description(
        'what the chain says when the call is done, such as "owner() == TokenStaking": then it is skipped, and checked after',
      ),
    ),
  ),
  'one-shot': v.optional(
    v.pipe(v.boolean(), v.description("true: it works once or can't be taken back, so it comes after everything else")),
  ),
  after: v.optional(after),
});

const sourceSchema = v.pipe(
  v.strictObject({
    package: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^(@[a-z0-9._-]+\/)?[a-z0-9._-]+$/, 'expected the name of an npm package'),
        v.description('the npm package that has the artifacts, found in node_modules upwards from this file'),
      ),
    ),
    version: v.optional(
      v.pipe(
        v.string(),
        v.regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'expected one exact version such as 1.8.0'),
        v.description('the version that must be installed'),
      ),
    ),
    folder: v.optional(
      v.pipe(
        v.string(),
        v.description(
          'the folder of the artifacts: in the package (artifacts when not said), else relative to this file; it may be one file of solc with many contracts',
        ),
      ),
    ),
  }),
  v.check(
    ({ package: name, folder }) => name !== undefined || folder !== undefined,
    'a source is a package with its version, or a folder',
  ),
  v.check(
    ({ package: name, version }) => (name === undefined) === (version === undefined),
    'package and version belong together',
  ),
  // The same for editors.
  v.metadata({
    anyOf: [{ required: ['package', 'version'] }, { required: ['folder'] }],
    dependencies: { package: ['version'], version: ['package'] },
  }),
);

export type SourceEntry = v.InferOutput<typeof sourceSchema>;

/** The contract set's file (`contracts.yml`). */
export const contractSetSchema = v.strictObject({
  artifacts: v.pipe(
    v.union(
      [sourceSchema, v.pipe(v.array(sourceSchema), v.minLength(1, 'expected at least one source'))],
      'expected { package, version, folder } or { folder }, or a list of them',
    ),
    v.description('where the compiled contracts come from: an npm package or a folder, or several'),
  ),
  contracts: v.pipe(
    v.record(contractName, contractSchema),
    v.minEntries(1, 'expected at least one contract'),
    v.description('contract → what it is made with; the order follows from what each needs, then from this file'),
  ),
  calls: v.optional(
    v.pipe(
      v.array(callSchema),
      v.description('what is called in this order, each when all it names is mined and proved'),
    ),
    [],
  ),
});

export type ContractSet = v.InferOutput<typeof contractSetSchema>;
export type ContractEntry = v.InferOutput<typeof contractSchema>;
export type CallEntry = v.InferOutput<typeof callSchema>;

import * as v from 'valibot';

/** One argument as the file writes it: a literal, a list, or a one-key map that refers to something. */
export type Value = string | number | boolean | readonly Value[] | ContractReference | AccountReference | EncodedCall;
export type ContractReference = { readonly contract: string };
export type AccountReference = { readonly account: 'deployer' };
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
      v.strictObject({ contract: contractName }),
      v.strictObject({ account: v.literal('deployer') }),
      v.strictObject({
        encode: v.strictObject({
          contract: contractName,
          function: functionName,
          arguments: v.optional(v.array(valueSchema)),
        }),
      }),
    ],
    'expected a text, a number, true or false, a list, { contract: NAME }, { account: deployer } or { encode: { contract, function, arguments } }',
  ),
);

const contractSchema = v.strictObject({
  /** Which artifact this is an instance of; its own name when absent. */
  artifact: v.optional(contractName),
  arguments: v.optional(v.array(valueSchema)),
  /** Only for placeholders whose library can't be told from the artifacts: placeholder → contract of this set. */
  libraries: v.optional(v.record(v.string(), contractName)),
});

const callSchema = v.strictObject({
  contract: contractName,
  /** Whose ABI has the function, when the target is a proxy; the target's own when absent. */
  interface: v.optional(contractName),
  function: functionName,
  arguments: v.optional(v.array(valueSchema)),
  value: v.optional(v.union([v.string(), v.number()])),
});

/** The contract set's file (`contracts.yml`). */
export const contractSetSchema = v.strictObject({
  artifacts: v.strictObject({
    package: v.pipe(v.string(), v.regex(/^(@[a-z0-9._-]+\/)?[a-z0-9._-]+$/, 'expected the name of an npm package')),
    version: v.pipe(
      v.string(),
      v.regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'expected one exact version such as 1.8.0'),
    ),
    folder: v.optional(v.string(), 'artifacts'),
  }),
  contracts: v.pipe(v.record(contractName, contractSchema), v.minEntries(1, 'expected at least one contract')),
  calls: v.optional(v.array(callSchema), []),
});

export type ContractSet = v.InferOutput<typeof contractSetSchema>;
export type ContractEntry = v.InferOutput<typeof contractSchema>;
export type CallEntry = v.InferOutput<typeof callSchema>;

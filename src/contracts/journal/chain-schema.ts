import * as v from 'valibot';
import { parseAddress, secretReferencePattern } from '../../values/index.ts';
import { parseAmount } from '../abi/literal.ts';

const variableExpected = 'expected $NAME: a variable of the step’s environment';

const signer = v.pipe(
  v.union(
    [
      v.pipe(v.string(), v.regex(secretReferencePattern, variableExpected)),
      v.strictObject({
        keystore: v.pipe(
          v.string('expected $NAME, or the path of a keyfile relative to this file'),
          v.regex(
            /^(?:\$[A-Z][A-Z0-9_]*|(?![/~\\])(?![A-Za-z]:)[^\\\0$]+)$/,
            'expected $NAME, or the path of a keyfile relative to this file, with forward slashes',
          ),
          v.description('an encrypted keyfile (Web3 Secret Storage, version 3): its path, or $NAME for its content'),
        ),
        password: v.pipe(
          v.string(),
          v.regex(secretReferencePattern, variableExpected),
          v.description("the keyfile's password, as $NAME"),
        ),
      }),
    ],
    'expected $NAME, or { keystore: path or $NAME, password: $NAME }',
  ),
  v.description('the key that signs: $NAME for a private key, or a keystore; only needed to apply'),
);

/** A URL may stand in the file only when nothing in it can be a secret: hosted nodes carry their key in path or query. */
function isOpenUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    ['http:', 'https:'].includes(url.protocol) &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === '' &&
    url.pathname === '/'
  );
}

const node = v.pipe(
  v.string(),
  v.check(
    (text) => secretReferencePattern.test(text) || isOpenUrl(text),
    'expected $NAME, or an http(s) URL of only host and port: a URL with a password, path or query usually holds a key and belongs into the step’s environment',
  ),
  v.description("the node's JSON-RPC over HTTP: $NAME, or a URL of only host and port"),
);

const rpc = v.pipe(
  v.union(
    [node, v.pipe(v.array(node), v.minLength(1, 'expected at least one node'))],
    'expected $NAME, a URL, or a list of them',
  ),
  v.description("the node's JSON-RPC over HTTP, or those of several nodes of the same chain"),
);

const amountExpected = 'expected an amount with its unit, such as "100 gwei"';

/** An amount of ether with its unit, as wei. */
function amount(description: string) {
  return v.pipe(
    v.string(amountExpected),
    v.description(description),
    v.regex(/^[\d_]+(?:\.\d+)? (?:wei|gwei|ether)$/, amountExpected),
    v.rawTransform<string, bigint>(({ dataset, addIssue, NEVER }) => {
      try {
        return parseAmount(dataset.value);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        addIssue({ message: error.message });
        return NEVER;
      }
    }),
  );
}

/** What a contract set may take from its chain: literals, as contracts.yml writes them. */
export type ChainValue = string | number | boolean | readonly ChainValue[];

const openText = v.pipe(
  v.string(),
  v.check(
    (text) => !secretReferencePattern.test(text),
    'expected no $NAME here: what a contract is given stands on the chain for everyone to read',
  ),
);

const chainValue: v.GenericSchema<ChainValue> = v.lazy(() =>
  v.union(
    [openText, v.number(), v.boolean(), v.array(chainValue)],
    'expected a text, a number, true or false, or a list of them',
  ),
);

const addressPattern = /^0x[0-9a-fA-F]{40}$/;
const addressExpected = 'expected an address: 0x and 40 hexadecimal digits, in mixed case with a right checksum';

const address = v.pipe(
  v.string(),
  v.regex(addressPattern, addressExpected),
  // Of another form than an address is said once.
  v.check((text) => !addressPattern.test(text) || isAddress(text), addressExpected),
  v.description('the public address of the account that deploys; it must be that of the signer'),
);

function isAddress(text: string): boolean {
  try {
    parseAddress(text);
    return true;
  } catch {
    return false;
  }
}

const confirmationsExpected = 'expected a number of blocks from 1 to 1000, safe or finalized';

/** `chain` of an environment in keep-deploy.yml. */
export const chainSchema = v.strictObject({
  id: v.pipe(
    v.number(),
    v.safeInteger('expected a chain id'),
    v.minValue(1, 'expected a chain id'),
    v.description('the chain id the node must have'),
  ),
  rpc,
  confirmations: v.optional(
    v.pipe(
      v.union(
        [
          v.pipe(
            v.number(),
            v.safeInteger(confirmationsExpected),
            v.minValue(1, confirmationsExpected),
            v.maxValue(1000, confirmationsExpected),
          ),
          v.picklist(['safe', 'finalized']),
        ],
        confirmationsExpected,
      ),
      v.description(
        'when a transaction counts as done: with this many blocks (1: its own), or when its block is safe or finalized',
      ),
    ),
    1,
  ),
  deployer: address,
  signer,
  values: v.optional(
    v.pipe(
      v.record(
        v.pipe(
          v.string(),
          v.regex(/^[A-Za-z_][A-Za-z0-9_-]*$/, 'expected a name of letters, digits, dashes and underscores'),
          v.notValue('id', 'the name "id" can\'t be used: { chain: id } is the chain\'s id'),
        ),
        chainValue,
      ),
      v.description('what differs from network to network: contracts.yml takes it by { chain: NAME }'),
    ),
  ),
  fees: v.optional(
    v.pipe(
      v.strictObject({
        cap: v.optional(amount('the most that is paid for a unit of gas, such as "100 gwei"')),
        budget: v.optional(amount('the most that one run may spend on gas, such as "2 ether"')),
      }),
      v.description('limits for what a run pays'),
    ),
  ),
  explorer: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^https?:\/\/[\w.:/-]+$/, 'expected the URL of a block explorer, such as https://etherscan.io'),
      v.description('a block explorer, for links in the summary: it has /address/… and /tx/…'),
    ),
  ),
  'code-size-limit': v.optional(
    v.pipe(
      v.number(),
      v.safeInteger('expected a number of bytes'),
      v.minValue(1, 'expected a number of bytes'),
      v.description('the largest code that the chain takes, in bytes, when it is not 24576 (EIP-170)'),
    ),
  ),
});

export type ChainSettings = v.InferOutput<typeof chainSchema>;

/** What the environment's file says of the signer, for messages. */
export function signerName({ signer: given }: Pick<ChainSettings, 'signer'>): string {
  return typeof given === 'string' ? given : `the keystore ${given.keystore}`;
}

import * as v from 'valibot';
import { parseAddress, secretReferencePattern } from '../values/index.ts';

const secretReference = v.pipe(
  v.string(),
  v.regex(secretReferencePattern, 'expected $NAME: a variable of the step’s environment'),
  v.description('the private key that signs, as $NAME; only needed to apply'),
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

const rpc = v.pipe(
  v.string(),
  v.check(
    (text) => secretReferencePattern.test(text) || isOpenUrl(text),
    'expected $NAME, or an http(s) URL of only host and port: a URL with a password, path or query usually holds a key and belongs into the step’s environment',
  ),
  v.description("the node's JSON-RPC over HTTP: $NAME, or a URL of only host and port"),
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
      v.number(),
      v.safeInteger(),
      v.minValue(1),
      v.maxValue(1000),
      v.description('blocks on top of a transaction before it counts as done'),
    ),
    1,
  ),
  deployer: address,
  signer: secretReference,
});

export type ChainSettings = v.InferOutput<typeof chainSchema>;

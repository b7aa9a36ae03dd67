import { describe, expect, test } from '@jest/globals';
import { parse } from 'smol-toml';
import {
  parseRecipe,
  type Recipe,
  recipeText,
  renderRecipe,
  resolveTemplates,
  sealRecipe,
} from '../../../src/configuration/index.ts';
import { RemoteError, UserError } from '../../../src/report/index.ts';
import { canonicalJson, digestOf, type Json } from '../../../src/values/index.ts';
import { peerIds, sources, withTemplate } from './example-sources.ts';

const key = '0123456789abcdef0123456789abcdef';
const url = 'wss://node.example/v3/canary4711canary4711';
const none = () => undefined;
const secrets = (name: string) => (name === 'CHAIN_WS_URL' ? url : undefined);
const open = firstRecipe(sources);
const secret = firstRecipe(withTemplate(['ethereum', 'URL'], '$CHAIN_WS_URL'));

function firstRecipe(given: Parameters<typeof resolveTemplates>[0]): Recipe {
  const { recipes, problems } = resolveTemplates(given);
  const recipe = recipes?.[0];
  if (recipe === undefined) throw new Error(JSON.stringify(problems));
  return recipe;
}

function thrownBy(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('a recipe with secrets', () => {
  test('is not rendered without them, and every missing one is named at once', () => {
    const two = firstRecipe({
      ...sources,
      template: {
        ...sources.template,
        Storage: { DataDir: '$DATA' },
        ethereum: { ...sources.template.ethereum, URL: '$CHAIN_WS_URL' },
      },
    });
    const error = thrownBy(() => renderRecipe(two, none));
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).findings.map(({ message }) => message)).toEqual([
      "$CHAIN_WS_URL is not set in the step's environment: the configuration of keep-client-0 needs it",
      "$DATA is not set in the step's environment: the configuration of keep-client-0 needs it",
    ]);
  });

  test.each([
    [
      'is no WebSocket URL',
      'https://canary.example',
      /has a value that can't be used for ethereum\.URL of keep-client-0: expected a WebSocket URL \(ws:\/\/ or wss:\/\/\)$/,
    ],
    ['ends in a line break', 'wss://canary.example\n', /ends with white space or holds a line break/],
    ['holds a line break', 'wss://canary.example\nPort = 1', /ends with white space or holds a line break/],
    ['begins with a space', ' wss://canary.example', /begins or ends with white space/],
    ['is the name of another variable', '$CANARY_URL', /holds the name of a variable/],
  ])('is not rendered when a value %s, and the value stays untold', (_, value, message) => {
    const error = thrownBy(() => renderRecipe(secret, () => value, key));
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain('$CHAIN_WS_URL');
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toMatch(/canary\.example|CANARY/);
  });

  test.each([
    ['missing', none],
    ['of a wrong form', () => 'https://canary.example'],
    ['broken', () => ' wss://canary.example'],
    ['another variable', () => '$CANARY_URL'],
  ])('says every place of a variable that is %s', (_, given) => {
    const placesOf = (reference: string) =>
      reference === '$CHAIN_WS_URL' ? [3, 7].map((line) => ({ file: 'clients.yml', line, column: 1 })) : [];
    const error = thrownBy(() => renderRecipe(secret, given, key, placesOf)) as UserError;
    expect(error.findings.map(({ file, line }) => [file, line])).toEqual([
      ['clients.yml', 3],
      ['clients.yml', 7],
    ]);
  });

  test('gets no digest without a key, because a plain one would tell the secret to who guesses it', () => {
    expect(renderRecipe(secret, secrets)).toMatchObject({ isSecret: true, digest: undefined });
  });

  test('is not rendered with a key that could be guessed', () => {
    expect(() => renderRecipe(secret, secrets, 'short')).toThrow('$KEEP_DEPLOY_DIGEST_KEY is too short');
  });

  test('gets a digest that another key changes', () => {
    const { digest, text } = renderRecipe(secret, secrets, key);
    expect(digest).toMatch(/^sha256:/);
    expect(digest).not.toBe(digestOf(text));
    expect(renderRecipe(secret, secrets, `${key}0`).digest).not.toBe(digest);
    expect(renderRecipe(secret, secrets, key).digest).toBe(digest);
  });

  test.each([
    [
      'a secret has another value',
      (name: string) => (name === 'CHAIN_WS_URL' ? 'wss://other.example' : undefined),
      key,
    ],
    ['the key is another', secrets, `${key}0`],
  ])('that was stored is not rendered again when %s', (_, changed, changedKey) => {
    const { digest } = renderRecipe(secret, secrets, key);
    const stored = digest && sealRecipe(secret, digest);
    const error = thrownBy(() => renderRecipe(stored as Recipe, changed, changedKey));
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(
      'renders to other bytes than when its recipe was stored: $CHAIN_WS_URL or $KEEP_DEPLOY_DIGEST_KEY',
    );
  });

  test('keeps them out of what is stored', () => {
    const { digest } = renderRecipe(secret, secrets, key);
    expect(digest && recipeText(sealRecipe(secret, digest))).not.toContain('canary');
  });
});

describe('a stored recipe', () => {
  const stored = JSON.parse(recipeText(sealRecipe(open, digestOf('x')))) as { [key: string]: Json };

  test.each<[string, string]>([
    ['is not JSON', '{'],
    ['is of a kind this version doesn’t know', canonicalJson({ ...stored, schema: 'keep-client-v9' })],
    ['has a tree that doesn’t fit', canonicalJson({ ...stored, tree: {} })],
    ['names other secrets than it uses', canonicalJson({ ...stored, secretNames: ['X'] })],
  ])('that %s is refused', (_, text) => {
    expect(thrownBy(() => parseRecipe(text))).toBeInstanceOf(RemoteError);
  });

  test('renders to the same bytes in another job', () => {
    const { text, digest } = renderRecipe(secret, secrets, key);
    if (digest === undefined) throw new Error('no digest');
    const again = parseRecipe(recipeText(sealRecipe(secret, digest)));
    expect(again).toEqual(sealRecipe(secret, digest));
    expect(renderRecipe(again, secrets, key).text).toBe(text);
  });
});

test('a configuration is written in one order, whatever the order of the template', () => {
  const turned = (value: Json): Json =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value)
            .reverse()
            .map(([name, child]) => [name, turned(child as Json)]),
        )
      : value;
  const template = turned(sources.template as Json);
  expect(Object.keys(template as object)[0]).toBe('Diagnostics');
  expect(renderRecipe(firstRecipe({ ...sources, template }), none)).toEqual(renderRecipe(open, none));
});

test('the first client’s configuration is the TOML that keep-client v1.3 reads', () => {
  expect(renderRecipe(open, none).text).toBe(`[ethereum]
URL = "ws://chain.example:8546"
URLRPC = "http://chain.example:8545"

[ethereum.account]
KeyFile = "/mnt/keep-client/keyfile/keyfile.json"

[ethereum.ContractAddresses]
KeepRandomBeaconOperator = "${sources.contracts.KeepRandomBeaconOperator}"
TokenStaking = "${sources.contracts.TokenStaking}"
KeepRandomBeaconService = "${sources.contracts.KeepRandomBeaconService}"

[LibP2P]
Peers = ["/dns4/keep-client-1.keep-test.svc.cluster.local/tcp/3919/ipfs/${peerIds[1]}"]
Port = 3919

[Storage]
DataDir = "/mnt/keep-client/data"

[Metrics]
Port = 9601

[Diagnostics]
Port = 9602
`);
});

test('five configurations say what their recipes say, in the words of another TOML reader', () => {
  const { recipes } = resolveTemplates(sources);
  for (const recipe of recipes ?? []) {
    const { text, digest, isSecret } = renderRecipe(recipe, none);
    expect({ ...parse(text) }).toEqual(recipe.tree);
    expect({ digest, isSecret }).toEqual({ digest: digestOf(text), isSecret: false });
  }
  expect(recipes).toHaveLength(5);
});

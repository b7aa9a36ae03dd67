import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from './report/index.ts';
import { type Action, defineAction, runInTerminal, text } from './runner/index.ts';

const passwordVariable = 'KEEP_ETHEREUM_PASSWORD';

const account: Action = defineAction({
  name: 'account',
  description: `Prints a keyfile's address, public key and peer id; the password comes from ${passwordVariable}`,
  hasMode: false,
  inputs: {
    keyfile: {
      description: 'The V3 keyfile; it may stand anywhere.',
      parser: { ...text, accepts: 'the path of a keyfile' },
      isRequired: true,
    },
  },
  outputs: {
    address: { description: 'The account’s address.' },
    'public-key': { description: 'What the clients file says under public-key.' },
    'peer-id': { description: 'How other clients name this one.' },
  },
  async run({ keyfile }, { workspace, secrets, setOutput }) {
    const password = secrets(passwordVariable);
    if (password === undefined) throw new UserError(`${passwordVariable} is not set: it holds the keyfile's password`);
    const path = resolve(workspace, keyfile);
    const content = await readFile(path, 'utf8').catch((cause) => {
      throw new UserError(`there is no readable file at ${keyfile}`, { cause });
    });
    const { describeAccount } = await import('./accounts/index.ts');
    const { address, publicKey, peerId } = await describeAccount(content, password);
    setOutput('address', address);
    setOutput('public-key', publicKey);
    setOutput('peer-id', peerId);
  },
});

await runInTerminal('keep-deploy', {
  'migrate-contracts': { load: async () => (await import('../actions/migrate-contracts/definition.ts')).action },
  'render-client-config': { load: async () => (await import('../actions/render-client-config/definition.ts')).action },
  'push-artifact': { load: async () => (await import('../actions/push-artifact/definition.ts')).action },
  'roll-deployment': { load: async () => (await import('../actions/roll-deployment/definition.ts')).action },
  'smoke-test': { load: async () => (await import('../actions/smoke-test/definition.ts')).action },
  release: { load: async () => (await import('../actions/release/definition.ts')).action },
  account: { load: async () => account, positional: 'keyfile' },
});

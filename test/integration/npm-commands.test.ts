import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { poll } from '../../tools/servers/process.ts';
import { identify, isRunning } from '../../tools/servers/process-identity.ts';

const entry = 'tools/run.mjs';
const waits = `
  console.log(process.pid);
  process.on('SIGTERM', () => process.exit(0));
  setInterval(() => {}, 1000);
`;
const npm = (command: string, ...args: readonly string[]) =>
  `require('node:child_process').spawn('${command}', ${JSON.stringify(args)}, { stdio: 'inherit' })`;

let checkout: string;
beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'keep-deploy-npm-'));
  mkdirSync(join(checkout, 'tools/servers'), { recursive: true });
  cpSync(join(import.meta.dirname, '../..', entry), join(checkout, entry));
  writeFileSync(join(checkout, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(checkout, 'tools/servers/main.ts'), waits);
});
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

test.each([
  ['itself', npm(process.execPath, entry, 'servers')],
  ['through a shell that stays', npm('sh', '-c', `"${process.execPath}" ${entry} servers; exit $?`)],
])('an npm that runs a command %s and is killed takes it with it', async (_, code) => {
  const parent = spawn(process.execPath, ['-e', code], {
    cwd: checkout,
    env: { ...process.env, npm_lifecycle_event: 'servers' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
  const command = identify(Number(line));
  if (command === undefined) throw new Error('the command did not run');
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  try {
    await poll(async () => !isRunning(command), AbortSignal.timeout(60_000));
  } finally {
    if (isRunning(command)) process.kill(command.pid, 'SIGKILL');
  }
  expect(isRunning(command)).toBe(false);
});

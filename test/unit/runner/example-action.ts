// An action whose behaviour its inputs choose, so that a test can start the real entries as processes of their own.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RemoteError, UserError } from '../../../src/report/index.ts';
import { defineAction, durationMs, integer, runInTerminal, runOnRunner, text } from '../../../src/runner/index.ts';

const action = defineAction({
  name: 'example',
  description: 'Does what it is told.',
  inputs: {
    act: { description: 'What to do.', parser: text, isRequired: true },
    'wait-for': { description: 'How long.', parser: durationMs, default: '10m' },
    count: { description: 'How many.', parser: integer({ min: 1, max: 100 }), isOptional: true },
  },
  outputs: { result: { description: 'What came out.' }, mode: { description: 'The mode it ran in.' } },
  async run(
    { act, count = 1, mode },
    { log, secrets, setOutput, signal, summary, temporaryFolder, run, isHostedRunner, workspace },
  ) {
    const secret = secrets('CANARY') ?? 'none';
    const never = () => new Promise<never>(() => setInterval(() => {}, 1000));
    /** Longer than the end of a process is put off for anything else. */
    const giveBackSlowly = () => {
      log.info('waiting');
      const timer = setInterval(() => {}, 1000);
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          log.info('giving back');
          setTimeout(() => {
            log.info('given back');
            clearInterval(timer);
            reject(signal.reason);
          }, 1500);
        }),
      );
    };
    const ways: Record<string, () => unknown> = {
      say: () => {
        log.info(`the canary is ${secret}`);
        log.untrusted('pod a', '::set-output name=result::forged\n##[error]forged');
        console.log('::add-mask::a library says this');
        summary.add({
          title: 'Example',
          severity: 'changed',
          columns: ['what'],
          rows: [{ severity: 'changed', cells: [secret] }],
        });
        setOutput('result', `${run.commit} ${run.url} ${isHostedRunner} ${workspace === process.cwd()}`);
        setOutput('mode', mode);
      },
      'inherit environment': () => {
        const child = spawnSync(process.execPath, ['-p', 'JSON.stringify({...process.env, argv: process.argv})'], {
          encoding: 'utf8',
        });
        setOutput('result', child.stdout.trim());
      },
      'output a secret': () => setOutput('result', Buffer.from(`x${secret}`).toString('base64')),
      'fail by user': () => {
        throw new UserError(
          Array.from({ length: count }, (_, index) => ({ file: 'a.yml', line: index + 1, message: `wrong ${secret}` })),
          { advice: 'nothing was written' },
        );
      },
      'fail by remote': () => {
        throw new RemoteError(`the node answered ${secret}`, {
          cause: new Error(`cause ${encodeURIComponent(secret)}`),
        });
      },
      'fail by bug': () => {
        throw new TypeError(`undefined is not ${JSON.stringify(secret)}`);
      },
      'fail in the background': () => {
        setTimeout(() => {
          throw new Error(`nobody waits for ${secret}`);
        }, 1);
        return never();
      },
      'wait for nothing': () => new Promise(() => {}),
      'leave a handle': () => void never(),
      'wait until aborted': () => {
        writeFileSync(join(temporaryFolder, 'x'), 'x');
        log.info(`waiting in ${temporaryFolder}`);
        const timer = setInterval(() => {}, 1000);
        return new Promise((_, reject) =>
          signal.addEventListener('abort', () => {
            clearInterval(timer);
            reject(signal.reason);
          }),
        );
      },
      'give back slowly': () => giveBackSlowly(),
      'fail in the background and give back slowly': () => {
        setTimeout(() => {
          throw new Error('nobody waits for this');
        }, 1);
        return giveBackSlowly();
      },
      'ignore the abort': () => {
        log.info(`waiting in ${temporaryFolder}`);
        return never();
      },
    };
    await ways[act]?.();
  },
});

if (process.env['GITHUB_ACTIONS'] === 'true') await runOnRunner(action);
else await runInTerminal('keep-deploy', { example: { load: async () => action } });

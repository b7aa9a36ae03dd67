import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { commandsIn } from '../report/runner-command-parser.ts';
import { canary, type Ended, removeFolders, startInTerminal, startOnRunner } from './start-example.ts';

afterAll(removeFolders);

/** All that left the process, without the masks, which the runner never shows. */
function printedBy({ stdout, stderr, outputs, summary }: Ended): string {
  return `${stdout}\n${stderr}\n${JSON.stringify(outputs)}\n${summary}`.replaceAll(/^::add-mask::.*$/gm, '');
}

const canaryForms = [canary, 'c4nary', encodeURIComponent(canary), Buffer.from(canary).toString('base64').slice(0, 20)];

function expectNoCanary(ended: Ended): void {
  for (const form of canaryForms) expect(printedBy(ended)).not.toContain(form);
}

describe('failures', () => {
  test.each([
    ['fail by user', 2, /^::error file=a\.yml,line=1::wrong \*\*\*$/m],
    ['fail by remote', 1, /^::error::the node answered \*\*\*$/m],
    ['fail by bug', 70, /^::error::this is a bug in keep-deploy: TypeError: undefined is not "\*\*\*"/m],
    ['fail in the background', 70, /^::error::this is a bug in keep-deploy: Error: nobody waits for \*\*\*/m],
    [
      'output a secret',
      70,
      /^::error::this is a bug in keep-deploy: Error: the output result would contain the secret \$CANARY/m,
    ],
  ])('%s: exit code %d, an annotation, and no secret anywhere', async (act, exitCode, annotation) => {
    const ended = await startOnRunner({ act }, { RUNNER_DEBUG: '1' }).ended;
    expect(ended.exitCode).toBe(exitCode);
    expect(ended.stdout).toMatch(annotation);
    expect(ended.outputs).toEqual({});
    expect(ended.summary).toContain('### example failed');
    expectNoCanary(ended);
  });

  test('a run that waits for something that can no longer happen is red, not green', async () => {
    const ended = await startOnRunner({ act: 'wait for nothing' }).ended;
    expect(ended.exitCode).not.toBe(0);
    expect(ended.stdout).toContain('::error::this is a bug in keep-deploy: the run waited for something');
  });

  test('of many findings nine are annotated, the rest is counted and stands in the log and the summary, and what holds for all is none of them', async () => {
    const ended = await startOnRunner({ act: 'fail by user', count: '30' }).ended;
    const annotations = ended.stdout.match(/^::error.*$/gm) ?? [];
    expect(annotations).toHaveLength(10);
    expect(annotations.at(-1)).toContain('and 21 more');
    expect(ended.stdout).toContain('a.yml:30: wrong ***');
    expect(ended.summary).toContain('### example failed\n\nnothing was written\n\n30 mistakes\n\n');
    expect(ended.stdout).toMatch(/^nothing was written$/m);
    expect(ended.summary).toContain('a.yml:30');
  });

  test('a workspace that isn’t there is red, with an annotation', async () => {
    const ended = await startOnRunner({ act: 'say' }, { GITHUB_WORKSPACE: '/no/such/folder' }).ended;
    expect(ended.exitCode).toBe(70);
    expect(ended.stdout).toMatch(/^::error::.*ENOENT/m);
  });

  test('a summary that can’t be written doesn’t change what the run did', async () => {
    const ended = await startOnRunner({ act: 'say' }, { GITHUB_STEP_SUMMARY: '/no/such/summary' }).ended;
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toContain('::warning::the job summary could not be written');
  });

  test('a handle that nobody needs any more keeps no step from ending', async () => {
    const ended = await startOnRunner({ act: 'leave a handle' }).ended;
    expect(ended.exitCode).toBe(0);
  });
});

describe('inputs', () => {
  test('all mistakes are named at once, with what was seen and what is accepted, and no value is repeated', async () => {
    const ended = await startOnRunner({ 'wait-for': '1234567', count: 'many-7654', mode: 'aply' }).ended;
    expect(ended.exitCode).toBe(2);
    expect(ended.stdout.match(/^::error::.*$/gm)).toEqual([
      '::error::input act is missing; expected text on one line',
      '::error::input wait-for is a number without a unit; expected a duration of at most 24 h with its unit, such as 500ms, 90s, 10m or 2h',
      '::error::input count is not valid; expected a whole number from 1 to 100',
      '::error::input mode is not valid; expected plan or apply',
    ]);
    expect(ended.stdout).not.toMatch(/1234567|7654|aply/);
  });

  test('a mistyped mode doesn’t apply', async () => {
    const ended = await startOnRunner({ act: 'say', mod: 'plan' }).ended;
    expect(ended.exitCode).toBe(2);
    expect(ended.stdout).toContain('::error::there is no input mod; did you mean mode?');
  });

  test('the inputs of an outer action, which act leaves in the environment, don’t stop an inner one', async () => {
    const ended = await startOnRunner({ act: 'say', environment: 'keep-test' }).ended;
    expect(ended.exitCode).toBe(0);
  });
});

describe('on the runner', () => {
  test('outputs, summary, group and masks are the runner’s; foreign text and libraries issue no command; the canary stays hidden', async () => {
    const ended = await startOnRunner(
      { act: 'say', mode: 'plan' },
      {
        GITHUB_SHA: 'a'.repeat(40),
        GITHUB_SERVER_URL: 'https://github.example',
        GITHUB_REPOSITORY: 'org/network',
        GITHUB_RUN_ID: '17',
        GITHUB_RUN_ATTEMPT: '2',
        RUNNER_ENVIRONMENT: 'github-hosted',
      },
    ).ended;
    expect(ended.exitCode).toBe(0);
    expect(ended.outputs).toEqual({
      result: `${'a'.repeat(40)} https://github.example/org/network/actions/runs/17/attempts/2 true true`,
      mode: 'plan',
    });
    expect(ended.summary).toBe('### Example\n\n1 changed\n\n| what |\n| --- |\n| \\*\\*\\* |\n');
    expect(commandsIn(ended.stdout.replaceAll(/^::add-mask::.*$/gm, ''))).toEqual([]);
    expect(ended.stdout).toContain(`::add-mask::${canary.replace('%', '%25')}\n`);
    expect(ended.stdout.indexOf('::add-mask::')).toBeLessThan(ended.stdout.indexOf('the canary is ***'));
    expect(ended.stdout).toContain('library | ::add-mask::a library says this');
    expectNoCanary(ended);
  });

  test('act’s runner is not a hosted one: its disk is the caller’s', async () => {
    const ended = await startOnRunner({ act: 'say' }, { RUNNER_ENVIRONMENT: 'github-hosted', ACT: 'true' }).ended;
    expect(ended.outputs['result']).toContain(' false ');
  });

  test('a child that a library starts sees neither inputs, tokens nor the step’s secrets', async () => {
    const ended = await startOnRunner(
      { act: 'inherit environment' },
      {
        ACTIONS_RUNTIME_TOKEN: 'runtime-token',
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'id-token',
        GITHUB_TOKEN: 'github-token',
        CLOUDSDK_AUTH_ACCESS_TOKEN: 'cloud-token',
        KUBECONFIG: '/a/kubeconfig',
        GOOGLE_APPLICATION_CREDENTIALS: '/a/credentials.json',
        NODE_OPTIONS: '--no-warnings',
      },
    ).ended;
    const seen: Record<string, unknown> = JSON.parse(ended.outputs['result'] ?? '{}');
    expect(Object.keys(seen).sort()).toEqual(
      [
        'GITHUB_ACTIONS',
        'GITHUB_OUTPUT',
        'GITHUB_STEP_SUMMARY',
        'GITHUB_WORKSPACE',
        'GOOGLE_APPLICATION_CREDENTIALS',
        'KUBECONFIG',
        'PATH',
        'RUNNER_TEMP',
        'argv',
      ].sort(),
    );
  });

  test('a text too short to hide is named, not hidden', async () => {
    const ended = await startOnRunner({ act: 'say' }, { CANARY: 'short' }).ended;
    expect(ended.stdout).toContain('::warning::$CANARY has fewer than 8 characters');
    expect(ended.stdout).not.toContain('::add-mask::short');
  });
});

describe('signals', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    '%s aborts the run, which ends with exit code %d, a summary and no temporary folder',
    async (signal, exitCode) => {
      const started = startOnRunner({ act: 'wait until aborted' });
      const [, folder = ''] = /waiting in (.+)/.exec(await started.hasPrinted('waiting in')) ?? [];
      expect(existsSync(folder)).toBe(true);
      started.process.kill(signal);
      const ended = await started.ended;
      expect(ended.exitCode).toBe(exitCode);
      expect(ended.stdout).toContain(`::error::cancelled by ${signal}; run it again to finish it`);
      expect(ended.summary).toContain('example was cancelled');
      expect(existsSync(folder)).toBe(false);
    },
  );

  test('a run has the time to give back what it holds, however often it is told to end', async () => {
    const started = startOnRunner({ act: 'give back slowly' });
    await started.hasPrinted('waiting');
    started.process.kill('SIGINT');
    await started.hasPrinted('giving back');
    started.process.kill('SIGINT');
    started.process.kill('SIGTERM');
    const ended = await started.ended;
    expect(ended.exitCode).toBe(130);
    expect(ended.stdout).toContain('given back');
  });

  test('a run that fails in the background has that time too', async () => {
    const ended = await startOnRunner({ act: 'fail in the background and give back slowly' }).ended;
    expect(ended.exitCode).toBe(70);
    expect(ended.stdout).toContain('given back');
  });

  test('a run that ignores the abort is broken off before the runner kills it', async () => {
    const started = startOnRunner({ act: 'ignore the abort' });
    const [, folder = ''] = /waiting in (.+)/.exec(await started.hasPrinted('waiting in')) ?? [];
    started.process.kill('SIGTERM');
    started.process.kill('SIGTERM');
    const ended = await started.ended;
    expect(ended.exitCode).toBe(143);
    expect(ended.stdout).toContain('did not end in time');
    expect(existsSync(folder)).toBe(false);
  });
});

describe('at a terminal', () => {
  test('outputs are the only thing on stdout', async () => {
    const started = startInTerminal(['example', '--act', 'say', '--mode=plan']);
    const ended = await started.ended;
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toBe('result=undefined undefined false true\nmode=plan\n');
    expect(ended.stderr).toContain('Example: 1 changed');
    expect(commandsIn(ended.stdout + ended.stderr)).toEqual([]);
    expectNoCanary(ended);
  });

  test('one mistake is counted as one', async () => {
    const ended = await startInTerminal(['example', '--act', 'fail by user']).ended;
    expect(ended.stderr).toContain('example failed: 1 mistake\n');
  });

  test('the commit is the checkout’s', async () => {
    const started = startInTerminal(['example', '--act', 'say']);
    const ended = await started.ended;
    expect(ended.stdout).toMatch(/^result=undefined/);
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
        cwd: started.folder,
        encoding: 'utf8',
      });
    git('init', '-q');
    git('commit', '-q', '--allow-empty', '-m', 'x');
    const commit = git('rev-parse', 'HEAD').trim();
    const again = await startInTerminal(['example', '--act', 'say'], { GIT_DIR: 'ignored' }, started.folder).ended;
    expect(again.stdout).toContain(`result=${commit} `);
  });

  test.each([
    [['exmaple', '--act', 'say'], 'error: there is no command exmaple; did you mean example?'],
    [['example', '--acct', 'say'], 'error: there is no --acct; did you mean --act?'],
    [['example', '--act'], 'error: --act has no value; expected text on one line'],
    [['example', '--act', 'say', '--act', 'say'], 'error: --act is given twice'],
    [['example', 'say'], 'error: an argument that belongs to no flag (number 1); write --name value'],
  ])('%j is refused with a hint', async (args, message) => {
    const ended = await startInTerminal(args).ended;
    expect(ended.exitCode).toBe(2);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toContain(message);
  });

  test('help lists the commands, and a command’s inputs with their accepted forms', async () => {
    const all = await startInTerminal(['--help']).ended;
    expect(all.stdout).toContain('  example  Does what it is told.');
    const one = await startInTerminal(['example', '--help']).ended;
    expect(one.stdout).toContain('--wait-for  (default 10m: a duration');
    expect(one.stdout).toContain('--mode  (default apply: plan or apply)');
    expect([all.exitCode, one.exitCode]).toEqual([0, 0]);
  });
});

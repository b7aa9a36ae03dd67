import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActResult } from '../example-release/act.ts';
import { keepDeploy } from '../example-release/command-line.ts';
import { type Counts, countChain, difference, workloadWrites } from '../example-release/counts.ts';
import {
  type ExampleRelease,
  lastGoodWrites,
  outputsOf,
  startExampleRelease,
} from '../example-release/example-release.ts';
import { usersRepository } from '../example-release/git-repositories.ts';
import { whySimulated } from '../example-release/world.ts';
import { ensureBinaries } from '../servers/index.ts';
import { ensureDebianPackages } from '../servers/pods-packages.ts';
import { expectEqual, sayFailure, showSteps, untilContracts } from './expectations.ts';
import { createPhases, phaseTable } from './phases.ts';

/** `npm run demo`: the Keep network's published contracts and ten clients, released for real on this machine. */
const write = (line: string) => console.log(line);
const root = join(import.meta.dirname, '../..');
const logs = mkdtempSync(join(tmpdir(), 'keep-deploy-demo-'));
const phases = createPhases(write);
const started = performance.now();
const noPods = whySimulated();
const skipped = noPods === undefined ? '' : ' (not here: simulated pods pull no image)';

write(`keep-deploy: a release of the Keep network, on this machine alone.

Real servers are started on loopback: two Ethereum chains, a Kubernetes control plane, a Cloud Storage bucket${noPods === undefined ? ', a container\nruntime with a kubelet, an image registry and cluster DNS' : ''}. Then
  1. the example workflow runs under act, as somebody's repository would run it: 27 contracts, 6 calls, ten clients, checks;
  2. the same again, which must change nothing;
  3. with one byte more or less in one client's configuration, which must restart that client alone;
  4. with an image that does not exist and another configuration for all, which must be red, say why, and take the network
     back by itself${skipped};
  5. on a second chain the migration is killed in the middle with SIGKILL, and repeated;
  6. clients that never ran get an image that does not exist, which must be red and say why${skipped}.
Servers that are not built yet are built first, once for all clones: about 12 minutes. After that it takes a few minutes.
${noPods === undefined ? 'Pods are real: containers run by a kubelet.' : `Pods are simulated (${noPods}): what the clients themselves say can't be checked, and is not counted as passed.`}
Everything that is printed in full goes to ${logs}`);

await phases.run('Build what is not built yet', async () => {
  const packages = noPods === undefined ? await ensureDebianPackages((line) => write(`  ${line}`)) : [];
  await ensureBinaries(
    [
      'fake-gcs-server',
      'etcd',
      'kubernetes',
      'act',
      ...(noPods === undefined ? (['coredns'] as const) : (['kwok'] as const)),
    ],
    (line) => write(`  ${line}`),
  );
  return packages.length === 0 ? 'all there' : `installed ${packages.join(', ')}`;
});

let example: ExampleRelease | undefined;
try {
  await phases.run('Start the servers', async () => {
    example = await startExampleRelease({ whySimulated: noPods, folder: logs, progress: (line) => write(`  ${line}`) });
    const { pods } = example.world;
    const where = pods ? `a real node (${pods.nodeName})` : 'a simulated node';
    return `two chains, a bucket, a control plane with ${where}`;
  });
  if (example !== undefined) await show(example);
  write(`\n${phaseTable(phases.finished)}\n`);
  write(`In all ${((performance.now() - started) / 1000).toFixed(0)} s. Logs: ${logs}`);
  if (noPods !== undefined)
    write(`Not possible here: real containers, what the clients say of themselves (${noPods}).`);
} catch (error) {
  write(`\n✗ ${error instanceof Error ? error.message : String(error)}\n  Logs: ${logs}`);
  process.exitCode = 1;
} finally {
  await example?.stop();
}

async function show(example: ExampleRelease): Promise<void> {
  const { world, repository, run, count } = example;
  const { second } = world;
  const workflow = readFileSync(join(repository, '.github/workflows/release.yml'), 'utf8');
  const missing = world.image.replace(/sha256:.*/, `sha256:${'d'.repeat(64)}`);
  const release = async (name: string, image = world.image): Promise<{ seen: Counts; result: ActResult }> => {
    const before = await count();
    const result = await run({ image, onOutput: showSteps(workflow, write) });
    writeFileSync(join(logs, `${name}.log`), result.output);
    if (result.exitCode !== 0 && image === world.image)
      throw new Error(`the workflow is red; its last lines:\n${result.output.split('\n').slice(-25).join('\n')}`);
    return { seen: difference(await count(), before), result };
  };

  await phases.run('First release, by the example workflow under act', async () => {
    const { seen, result } = await release('first-release');
    expectEqual(seen.contracts, 27, 'contracts on the chain');
    expectEqual(seen.podsCreated, 10, 'pods');
    expectEqual(outputsOf(result, 'result'), [world.pods ? 'passed' : 'incomplete'], 'smoke test');
    return `${seen.contracts} contracts in ${seen.transactions} transactions, ${seen.podsCreated} pods, smoke test ${world.pods ? 'green' : 'incomplete'}`;
  });

  const sameAgain = async (name: string): Promise<string> => {
    const { seen, result } = await release(name);
    expectEqual(
      seen,
      { transactions: 0, contracts: 0, clusterWrites: 0, podsCreated: 0, restarts: 0, storageWrites: 0 },
      'changes',
    );
    expectEqual([...new Set(outputsOf(result, 'changed'))], ['false'], 'the outputs changed');
    expectEqual(outputsOf(result, 'result'), [world.pods ? 'passed' : 'incomplete'], 'smoke test');
    return '0 transactions, 0 cluster writes, 0 restarts, 0 store writes, changed=false';
  };
  await phases.run('The same release again', () => sameAgain('second-release'));

  await phases.run("One byte of one client's configuration", async () => {
    const written = workloadWrites(world, world.first).length;
    example.change('clients.yml', 'NetworkMetricsTick: 10', 'NetworkMetricsTick: 20');
    const { seen, result } = await release('one-byte');
    expectEqual(seen.transactions, 0, 'transactions');
    expectEqual(workloadWrites(world, world.first).slice(written), ['keep-client-9'], 'workloads written');
    // A simulated node may delete a pod by name after its successor is there.
    if (world.pods) expectEqual(seen.podsCreated, 1, 'pods');
    expectEqual(outputsOf(result, 'outcome'), ['deployed'], 'what became of the clients');
    return `0 transactions, 1 workload written, ${world.pods ? '1 pod made anew' : 'keep-client-9'}; the other nine are as before`;
  });

  if (world.pods) {
    await phases.run('A release with an image that does not exist, and another configuration', async () => {
      const moves = lastGoodWrites(example);
      const changeBack = example.change(
        'clients.yml',
        'Metrics: { Port: 9601 }',
        'Metrics: { Port: 9601, EthereumMetricsTick: 30 }',
      );
      const { result } = await release('missing-image', missing);
      changeBack();
      sayFailure(result.output, write);
      expectEqual(outputsOf(result, 'outcome'), ['failed-rolled-back'], 'what became of the clients');
      expectEqual(/\] exit status (\d+)$/m.exec(result.output)?.[1], '3', 'exit code of the step');
      expectEqual(lastGoodWrites(example), moves, 'moves of last-good');
      return 'red with exit code 3, failed-rolled-back: the network went back by itself';
    });
    await phases.run('The good release again: is the network as it was?', () => sameAgain('third-release'));
  }

  // What follows runs in a checkout at a terminal, with the packages installed.
  const checkout = join(logs, 'checkout');
  usersRepository(root, checkout);
  symlinkSync(join(root, 'examples/keep-network/node_modules'), join(checkout, 'node_modules'));
  const killed = join(logs, 'killed.log');
  const migrate = ['migrate-contracts'];
  await phases.run('Second chain: killed with SIGKILL in the middle of the migration', async () => {
    const run = await keepDeploy(world, second, checkout, killed, migrate, async (child) => {
      await untilContracts(second.rpcUrl, 1);
      child.kill('SIGKILL');
    });
    const { contracts } = await countChain(second.rpcUrl);
    if (run.signal !== 'SIGKILL') throw new Error(`the migration ended before it was killed: ${run.output}`);
    return `killed with ${contracts} of 27 contracts on the chain`;
  });
  let contracts = '';
  await phases.run('Second chain: the same command again', async () => {
    const run = await keepDeploy(world, second, checkout, join(logs, 'repeated.log'), migrate);
    if (run.exitCode !== 0) throw new Error(run.output);
    contracts = run.outputs.get('contracts') ?? '';
    const seen = await countChain(second.rpcUrl);
    expectEqual(seen, { transactions: 33, contracts: 27 }, 'contracts of both runs');
    return '27 contracts in all, none twice, 6 calls';
  });

  await phases.run('Second chain: a first release with an image that does not exist', async () => {
    const logFile = join(logs, 'missing-image.log');
    const rendered = await keepDeploy(world, second, checkout, logFile, [
      'render-client-config',
      '--contracts',
      contracts,
    ]);
    if (rendered.exitCode !== 0) throw new Error(rendered.output);
    const rolled = await keepDeploy(world, second, checkout, logFile, [
      ...['roll-deployment', '--configurations', rendered.outputs.get('configurations') ?? ''],
      ...['--image', missing, '--client-timeout', '60s'],
    ]);
    if (!world.pods) return `exit ${rolled.exitCode} (a simulated node pulls no image)`;
    sayFailure(rolled.output, write);
    expectEqual(rolled.exitCode, 4, 'exit code');
    return 'red with exit code 4, failed-halted: a first release has nothing to go back to';
  });
}

import { mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAct } from '../../test/e2e/act.ts';
import { committedCopy, usersRepository } from '../../test/e2e/git-repositories.ts';
import { ensureBinaries } from '../servers/index.ts';
import { ensureDebianPackages } from '../servers/pods-packages.ts';
import { keepDeploy, releaseEnvironment } from './command-line.ts';
import { type Counts, countChain, countWorld, difference } from './counts.ts';
import { expectEqual, showSteps, untilContracts } from './expectations.ts';
import { createPhases, phaseTable } from './phases.ts';
import { type DemoWorld, startDemoWorld, whySimulated } from './world.ts';

/** `npm run demo`: the Keep network's published contracts and five clients, released for real on this machine. */
const write = (line: string) => console.log(line);
const root = join(import.meta.dirname, '../..');
const logs = mkdtempSync(join(tmpdir(), 'keep-deploy-demo-'));
const phases = createPhases(write);
const started = performance.now();
const noPods = whySimulated();

write(`keep-deploy: a release of the Keep network, on this machine alone.

Real servers are started on loopback: two Ethereum chains, a Kubernetes control plane, a Cloud Storage bucket${noPods === undefined ? ', a container\nruntime with a kubelet, an image registry and cluster DNS' : ''}. Then
  1. the example workflow runs under act, as somebody's repository would run it: 27 contracts, 6 calls, five clients, checks;
  2. the same again, which must change nothing;
  3. on a second chain the migration is killed in the middle with SIGKILL, and repeated;
  4. a client gets an image that does not exist, which must be red and say why.
Servers that are not built yet are built first, once for all clones: about 12 minutes. After that it takes 1 to 3 minutes.
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

let world: DemoWorld | undefined;
try {
  await phases.run('Start the servers', async () => {
    world = await startDemoWorld((line) => write(`  ${line}`));
    const where = world.pods ? `a real node (${world.pods.nodeName})` : 'a simulated node';
    return `two chains, a bucket, a control plane with ${where}`;
  });
  if (world !== undefined) await show(world);
  write(`\n${phaseTable(phases.finished)}\n`);
  write(`In all ${((performance.now() - started) / 1000).toFixed(0)} s. Logs: ${logs}`);
  if (noPods !== undefined)
    write(`Not possible here: real containers, what the clients say of themselves (${noPods}).`);
} catch (error) {
  write(`\n✗ ${error instanceof Error ? error.message : String(error)}\n  Logs: ${logs}`);
  process.exitCode = 1;
} finally {
  await world?.stop();
}

async function show(world: DemoWorld): Promise<void> {
  const { first, second } = world;
  const user = join(logs, 'user-repository');
  const product = join(logs, 'keep-deploy');
  usersRepository(root, user);
  committedCopy(root, product, /^(test|tools)\//);

  const release = async (name: string): Promise<Counts> => {
    const before = await countWorld(world, first);
    const { STORAGE_EMULATOR_HOST = '', KUBECONFIG = '', ...secrets } = releaseEnvironment(world, first);
    const { exitCode, output } = await runAct({
      repository: user,
      keepDeploy: product,
      home: join(logs, `act-${name}`),
      event: 'push',
      secrets,
      variables: {
        WORKLOAD_IDENTITY_PROVIDER: 'pool',
        SERVICE_ACCOUNT: 'account',
        CLUSTER: 'keep',
        CLUSTER_LOCATION: 'here',
        CLIENT_IMAGE: world.image,
      },
      env: {
        STORAGE_EMULATOR_HOST,
        E2E_KUBECONFIG: KUBECONFIG,
        E2E_INSTALLED_PACKAGES: join(root, 'examples/keep-network/node_modules'),
      },
      withinMs: 240_000,
      onOutput: showSteps(readFileSync(join(user, '.github/workflows/release.yml'), 'utf8'), write),
    });
    writeFileSync(join(logs, `${name}.log`), output);
    if (exitCode !== 0)
      throw new Error(`the workflow is red; its last lines:\n${output.split('\n').slice(-25).join('\n')}`);
    return difference(await countWorld(world, first), before);
  };

  await phases.run('First release, by the example workflow under act', async () => {
    const seen = await release('first-release');
    expectEqual(seen.contracts, 27, 'contracts on the chain');
    expectEqual(seen.podsCreated, 5, 'pods');
    return `${seen.contracts} contracts in ${seen.transactions} transactions, ${seen.podsCreated} pods, smoke test ${world.pods ? 'green' : 'incomplete'}`;
  });

  await phases.run('The same release again', async () => {
    const seen = await release('second-release');
    expectEqual(
      seen,
      { transactions: 0, contracts: 0, clusterWrites: 0, podsCreated: 0, restarts: 0, storageWrites: 0 },
      'changes',
    );
    return '0 transactions, 0 cluster writes, 0 restarts, 0 store writes, changed=false';
  });

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

  await phases.run('Second chain: a client whose image does not exist', async () => {
    const logFile = join(logs, 'missing-image.log');
    const rendered = await keepDeploy(world, second, checkout, logFile, [
      'render-client-config',
      '--contracts',
      contracts,
    ]);
    if (rendered.exitCode !== 0) throw new Error(rendered.output);
    const missing = world.image.replace(/sha256:.*/, `sha256:${'d'.repeat(64)}`);
    const rolled = await keepDeploy(world, second, checkout, logFile, [
      ...['roll-deployment', '--configurations', rendered.outputs.get('configurations') ?? ''],
      ...['--image', missing, '--client-timeout', '60s'],
    ]);
    if (!world.pods) return `exit ${rolled.exitCode} (a simulated node pulls no image)`;
    if (rolled.exitCode === 0) throw new Error('a missing image must be red');
    const failure = rolled.output.split('\n').find((line) => /error: keep-client-0/.test(line)) ?? '';
    write(`  ${failure.trim()}`);
    const [words] = /[^:\s]+@sha256:d+: not found/.exec(failure) ?? [];
    if (words === undefined) throw new Error(`the registry's words are missing:\n${rolled.output}`);
    return `red with exit code ${rolled.exitCode}: "…: not found", said by the registry`;
  });
}

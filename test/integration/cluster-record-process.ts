/**
 * A run that holds the namespace's lock and the roll-out record, as a real process, for tests that kill it. Says what it has
 * done, line by line, and works until it has lost the lock or is told to end by SIGTERM. Reads its task from the first argument.
 */
import { openCluster } from '../../src/cluster/api/open-cluster.ts';
import { acquireNamespaceLock } from '../../src/cluster/record/namespace-lock.ts';
import type { RecordedOwner } from '../../src/cluster/record/recorded-owner.ts';
import { readRollOutRecord } from '../../src/cluster/record/roll-out-record.ts';

export interface RecordTask {
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly holder: string;
  readonly leaseSeconds: number;
  readonly digestKey: string;
  /** Begins a roll-out to these, when given. */
  readonly wanted?: readonly RecordedOwner[];
  /** And turns back. */
  readonly goesBack?: boolean;
}

const { kubeconfig, namespace, holder, leaseSeconds, digestKey, wanted, goesBack } = JSON.parse(
  process.argv[2] ?? '',
) as RecordTask;
const say = (what: string) => console.log(what);
const log = {
  ...{ info: say, warning: say, error: say, debug: () => {}, untrusted: () => {} },
  group: <T>(_: string, body: () => Promise<T>) => body(),
};
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort(new Error('told to end')));
const cluster = await openCluster({ settings: {}, kubeconfig, signal: new AbortController().signal, log });
const answer = await acquireNamespaceLock(
  { cluster, namespace, holder, leaseSeconds, waitMs: 600_000, breakLock: false, log },
  stop.signal,
);
if (answer.kind === 'held') throw new Error(`held by ${answer.heldBy}`);
say('acquired');
if (wanted !== undefined) {
  const now = () => new Date();
  const record = await readRollOutRecord({ cluster, namespace, environment: 'keep-test', digestKey, run: holder, now });
  const open = await record.begin({ release: `release of ${holder}`, wanted, adopted: [] });
  if (goesBack === true) await open.goBack();
  say('begun');
}
const { lease } = answer;
const ended = AbortSignal.any([stop.signal, lease.lost]);
await new Promise<void>((resolve) => {
  const working = setInterval(() => {}, 1000);
  ended.addEventListener('abort', () => {
    clearInterval(working);
    resolve();
  });
});
say(`ended: ${ended.reason.message}`);
await lease.release();
say('over');
process.exit();

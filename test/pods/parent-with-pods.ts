/** Run by servers.test.ts, to be killed: starts a node with one running pod and says what it has on the machine. */
import { startControlPlane } from '../../tools/servers/index.ts';
import { startPods } from '../../tools/servers/pods.ts';
import { poll } from '../../tools/servers/process.ts';

const controlPlane = await startControlPlane();
const pods = await startPods(controlPlane);
const path = '/api/v1/namespaces/default/pods';
const container = { name: 'pause', image: `${pods.registry.host}/pause:1` };
await controlPlane.ask(path, {
  method: 'POST',
  json: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'held' }, spec: { containers: [container] } },
});
const isRunning = async () => {
  const { body } = await controlPlane.ask(`${path}/held`);
  return (JSON.parse(body) as { status: { phase: string } }).status.phase === 'Running';
};
await poll(isRunning, AbortSignal.timeout(30_000));
process.stdout.write(`${JSON.stringify(pods.traces)}\n`);
setInterval(() => {}, 60_000);

/** The smoke room: proves that a release works as it runs now. */
export type { DiagnosticsReply, SmokeClient, SmokeRelease } from './client-checks.ts';
export { checkPeers, type PeerCheck, type PeerCheckOptions } from './peer-check.ts';
export {
  type CheckResult,
  type SmokeReport,
  type SmokeResult,
  type SmokeTable,
  smokeTable,
  smokeText,
} from './report.ts';
export { runSmokeTest, type SmokePorts, type SmokeTestOptions } from './smoke-test.ts';

/**
 * Why a client is red where no sign in the cluster says it, with what to do. One that somebody else changed is told as the
 * failure table's own `superseded`.
 */
export const otherFailures = {
  refused: {
    signal: 'the API server refuses a write',
    advice: 'Change what it names, then release again.',
  },
  'no-answer': {
    signal: 'a write was not answered',
    advice: 'It may have been written or not: release again, which finds out.',
  },
  'other-image': {
    signal: 'a container runs another image than the one that was asked for',
    advice:
      'Look for what changes images on their way to the node (an admission webhook, a mirror). A node that has the same image from another repository too may name the digest that it has there: then release that one.',
  },
  'never-proved': {
    signal: 'it has nothing to go back to, for no release of it was ever proved; it is left as it stands',
    advice: 'Mend what it fails by, then release again.',
  },
  'not-begun': {
    signal:
      'nothing was taken back: the release before needs contracts that are not there, or the roll-out record could not be written',
    advice: 'Look after the clients that are down, then release again.',
  },
  'no-time': {
    signal: 'the time was over before it went back, or too many of its role are down for it to restart',
    advice: 'Look after the clients that are down, then release again.',
  },
  stopped: {
    signal: 'the run was stopped before it was back',
    advice: 'Run it again: that finishes what was begun.',
  },
  'left-standing': {
    signal: 'what this run created stays: to remove it would delete its claims, or its pods do not end',
    advice: 'Remove it by hand, if nothing needs it any more.',
  },
} as const satisfies Record<string, { readonly signal: string; readonly advice: string }>;

export type OtherCause = keyof typeof otherFailures;

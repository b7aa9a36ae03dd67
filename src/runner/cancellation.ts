/** The reason of an abort by a signal. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export interface Cancellation {
  readonly signal: AbortSignal;
  /** 128 and the signal's number, once there was one. */
  exitCode(): number | undefined;
  abort(reason: unknown): void;
  /** Listens no longer. */
  release(): void;
}

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** The runner sends SIGINT, SIGTERM after 7.5 s, and kills 2.5 s later: everything must be over before the second. */
const endWithinMs = 6500;

/**
 * Turns the first signal into an abort, and calls `onDeadline` when the run hasn't ended 6.5 s later. Further signals
 * change nothing: npm and shells send the same one twice at once.
 */
export function watchSignals(onDeadline: (exitCode: number) => void): Cancellation {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const listener = (name: NodeJS.Signals) => {
    if (exitCode !== undefined) return;
    const code = exitCodes[name as keyof typeof exitCodes];
    exitCode = code;
    timer = setTimeout(() => onDeadline(code), endWithinMs);
    controller.abort(new Cancelled(`cancelled by ${name}`));
  };
  for (const name of Object.keys(exitCodes)) process.on(name, listener);
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    abort: (reason) => controller.abort(reason),
    release() {
      clearTimeout(timer);
      for (const name of Object.keys(exitCodes)) process.off(name, listener);
    },
  };
}

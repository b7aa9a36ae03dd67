import { ApiRefusal, UnclearOutcome } from './cluster-port.ts';

interface Write<T> {
  send(): Promise<T>;
  /** What stands there now. */
  look(): Promise<T | undefined>;
  /** True for what `send` leaves behind. */
  readonly isOurs: ((live: T) => boolean) | undefined;
  /** True while what stands there is what `send` wants to find: it was not done, and may be done now. */
  isAsBefore(live: T | undefined): boolean;
}

const attempts = 3;

/**
 * A write that must not be done twice, sent until it is known what became of it: after a broken connection we look, and
 * send it again only where it was not done. A late first one and a second one can't both succeed: the server lets one
 * object have a name, and one write follow on a resourceVersion.
 */
export async function withClearOutcome<T>({ send, look, isOurs, isAsBefore }: Write<T>): Promise<T> {
  let unclear: UnclearOutcome | undefined;
  for (let attempt = 1; ; attempt++) {
    let failure: unknown;
    try {
      return await send();
    } catch (error) {
      failure = error;
    }
    if (failure instanceof UnclearOutcome) unclear = failure;
    // The first one may have come through after we had looked.
    else if (unclear === undefined || !(failure instanceof ApiRefusal && failure.status === 409)) throw failure;
    if (isOurs === undefined) throw failure;
    const live = await look();
    if (live !== undefined && isOurs(live)) return live;
    if (!isAsBefore(live)) throw failure instanceof ApiRefusal ? failure : takenBy(unclear);
    if (attempt >= attempts) throw unclear;
  }
}

/** We looked, and what stands there is neither ours nor what we wanted to write on. */
function takenBy({ message }: UnclearOutcome): ApiRefusal {
  return new ApiRefusal(`${message}; what stands there now is somebody else's`, 409, 'Conflict');
}

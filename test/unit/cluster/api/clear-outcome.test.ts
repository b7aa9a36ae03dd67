import { describe, expect, test } from '@jest/globals';
import { withClearOutcome } from '../../../../src/cluster/api/clear-outcome.ts';
import { ApiRefusal, UnclearOutcome } from '../../../../src/cluster/api/cluster-port.ts';

const unclear = () => new UnclearOutcome('POST /x: reset; it may have been done or not');
const conflict = () => new ApiRefusal('POST /x: 409', 409, 'AlreadyExists');

type Step = 'done' | 'late' | 'lost' | 'unclear' | 'conflict' | 'forbidden';

/** Sends and looks as told: `lost` was done without an answer, `late` is done after the next look. */
async function play(steps: readonly Step[], options: { readonly others?: string; readonly isBlind?: boolean } = {}) {
  let stands: string | undefined = options.others;
  let comingLate: string | undefined;
  let sent = 0;
  const send = async (): Promise<string> => {
    const step = steps[sent++] ?? 'done';
    if (step === 'forbidden') throw new ApiRefusal('POST /x: 403', 403, 'Forbidden');
    if (step === 'conflict') throw conflict();
    if (step === 'lost') stands = 'ours';
    if (step === 'late') comingLate = 'ours';
    if (step !== 'done') throw unclear();
    if (stands !== undefined) throw conflict();
    stands = 'ours';
    return stands;
  };
  const look = async () => {
    const seen = stands;
    stands = comingLate ?? stands;
    return seen;
  };
  const outcome = await withClearOutcome<string>({
    send,
    look,
    isOurs: options.isBlind === true ? undefined : (live) => live === 'ours',
    isAsBefore: (live) => live === undefined,
  }).then(
    (value) => value,
    (error: unknown) =>
      error instanceof ApiRefusal ? error.status : error instanceof UnclearOutcome ? 'unclear' : error,
  );
  return { outcome, sent };
}

describe('a write that must not be done twice', () => {
  test.each<readonly [string, readonly Step[], object, unknown, number]>([
    ['is sent once when it is answered', ['done'], {}, 'ours', 1],
    ['is sent once when it is refused', ['forbidden'], {}, 403, 1],
    ['is sent once when somebody was there before', ['conflict'], { others: 'theirs' }, 409, 1],
    ['was done when its answer got lost', ['lost'], {}, 'ours', 1],
    ['is sent again when it was not done', ['unclear', 'done'], {}, 'ours', 2],
    ['was done when it came through after we had looked', ['late', 'done'], {}, 'ours', 2],
    ['is a conflict when another one came in between', ['unclear'], { others: 'theirs' }, 409, 1],
    ['stays unclear when nobody can tell ours', ['lost'], { isBlind: true }, 'unclear', 1],
    ['stays unclear after three attempts', ['unclear', 'unclear', 'unclear'], {}, 'unclear', 3],
  ])('%s', async (_, steps, options, outcome, sent) => {
    expect(await play(steps, options)).toEqual({ outcome, sent });
  });
});

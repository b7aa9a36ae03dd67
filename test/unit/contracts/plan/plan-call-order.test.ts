import { describe, expect, test } from '@jest/globals';
import type { KnownCall, LostCall } from '../../../../src/contracts/plan/plan-step.ts';
import type { PreparedCall } from '../../../../src/contracts/set/prepared-set.ts';
import { contracts } from '../plan-call-scene.ts';
import { call, carriedOut, hash, plan, reasons, sent, setOf, until, type World } from '../plan-fixture.ts';

const five = call('Escrow', { number: 5n });
const seven = call('Escrow', { number: 7n });
const other = call('Escrow', { function: 'other' });
const elsewhere = call('Other', { number: 5n });
const hashOf = (nonce: number) => `0x${String(nonce + 2).repeat(64)}` as const;
const again = 'call Escrow: it was made before Escrow.use, which stands before it in the set';

/** The calls of a run that is unfinished: each under the nonce at which it stands, `pending`, `mined` or `lost`. */
function unfinished(...calls: readonly (readonly [call: PreparedCall, end: 'mined' | 'pending' | 'lost'])[]) {
  const done = calls.map(([one]) => {
    const world = carriedOut(plan(setOf(contracts, [one])));
    const [known] = world.calls;
    if (known === undefined) throw new Error('the call was not made');
    return { world, known };
  });
  const known = calls.flatMap(([, end], nonce): readonly KnownCall[] => {
    const made = done[nonce]?.known;
    if (made === undefined || end === 'lost') return [];
    const recorded = { ...made.recorded, transaction: hashOf(nonce) };
    return [{ recorded, source: 'journal', isPending: end === 'pending', nonce }];
  });
  const lostCalls = calls.flatMap(([, end], nonce): readonly LostCall[] => {
    const made = done[nonce]?.known;
    if (made === undefined || end !== 'lost') return [];
    const { target, calldata, value } = made.recorded;
    return [{ target, calldata, value, nonce }];
  });
  const world = done[0]?.world ?? carriedOut(plan(setOf(contracts)));
  const after: World & { readonly lostCalls: readonly LostCall[] } = {
    ...world,
    calls: known,
    lostCalls,
    nonce: 10,
    answers: new Map(done.flatMap((one) => [...one.world.answers])),
  };
  return after;
}

describe('a call that came to nothing', () => {
  test.each<[string, readonly PreparedCall[], ReturnType<typeof unfinished>, readonly string[]]>([
    [
      'has what was mined behind it on the same contract repeated',
      [five, seven],
      unfinished([five, 'lost'], [seven, 'mined']),
      ['call Escrow: not called yet', again],
    ],
    [
      'has a call of another function repeated as well',
      [five, other],
      unfinished([five, 'lost'], [other, 'mined']),
      ['call Escrow: not called yet', again],
    ],
    [
      'leaves what was mined on another contract',
      [five, elsewhere],
      unfinished([five, 'lost'], [elsewhere, 'mined']),
      ['call Escrow: not called yet'],
    ],
    [
      'leaves what stands before it',
      [seven, five],
      unfinished([seven, 'mined'], [five, 'lost']),
      ['call Escrow: not called yet'],
    ],
    [
      'and stands behind the other in the set by now leaves that',
      [seven, five],
      unfinished([five, 'lost'], [seven, 'mined']),
      ['call Escrow: not called yet'],
    ],
    [
      'and was corrected since has what is behind it repeated all the same',
      [call('Escrow', { number: 6n }), seven],
      unfinished([five, 'lost'], [seven, 'mined']),
      ['call Escrow: not called yet', again],
    ],
    ['and is wanted no more changes nothing', [seven], unfinished([five, 'lost'], [seven, 'mined']), []],
    [
      'and was made up for leaves only what came before that to be repeated',
      [five, seven],
      unfinished([five, 'lost'], [seven, 'mined'], [five, 'mined']),
      [again],
    ],
    [
      'has nothing repeated twice',
      [five, seven],
      unfinished([five, 'lost'], [seven, 'mined'], [five, 'mined'], [seven, 'mined']),
      [],
    ],
    [
      'has nothing repeated twice that is only pending',
      [five, seven],
      unfinished([five, 'lost'], [seven, 'mined'], [five, 'pending'], [seven, 'pending']),
      [],
    ],
    [
      'leaves a call that is corrected after that to be repeated alone',
      [call('Escrow', { number: 6n }), seven],
      unfinished([five, 'lost'], [five, 'mined'], [seven, 'mined']),
      ['call Escrow: argument 0 changed (5 → 6)'],
    ],
    [
      'is no business of one of the same function that was made in its place before',
      [five, seven],
      unfinished([five, 'mined'], [call('Escrow', { number: 6n }), 'lost'], [seven, 'mined']),
      [],
    ],
    [
      'leaves it to a predicate whether what is behind it is done',
      [five, { ...seven, until: until('Escrow', 7n, 'x') }],
      unfinished([five, 'lost'], [{ ...seven, until: until('Escrow', 7n, 'x') }, 'mined']),
      ['call Escrow: not called yet'],
    ],
  ])('%s', (_, calls, world, expected) => {
    expect(reasons(plan(setOf(contracts, calls), world))).toEqual(expected);
  });

  test('and is still pending, but wanted otherwise, has what is pending behind it burnt with it', () => {
    const world = unfinished([five, 'pending'], [seven, 'pending']);
    const corrected = plan(setOf(contracts, [call('Escrow', { number: 6n }), seven]), world);
    expect(reasons(corrected)).toEqual(['call Escrow: not called yet', again]);
    expect(corrected.steps.some((step) => step.kind === 'skip')).toBe(false);
    expect(sent(plan(setOf(contracts, [five, seven]), world))).toEqual([]);
  });

  test('is told by its place where two calls are of one function', () => {
    const [first, second] = [five, seven].map((one, index) => ({ ...one, path: ['calls', index] }));
    if (first === undefined || second === undefined) throw new Error('there are two');
    const made = plan(setOf(contracts, [first, second]), unfinished([five, 'lost'], [seven, 'mined']));
    expect(made.steps.at(-1)).toMatchObject({
      reason: 'it was made before Escrow.use (call 1 of the set), which stands before it in the set',
      behind: 'Escrow.use (call 1 of the set)',
    });
  });

  test.each<[string, Partial<PreparedCall>, RegExp]>([
    [
      'sent ether',
      { value: 3n },
      /was made in transaction 0x3{64} before Escrow\.use, .*it would send its ether twice/,
    ],
    [
      'is a one-shot call',
      { isOneShot: true },
      /one-shot call .* can't be made again on Escrow .* 0x3{64} before Escrow\.use/,
    ],
  ])('refuses to repeat what %s', (_, parts, message) => {
    const paying = { ...seven, ...parts };
    const { refusals } = plan(setOf(contracts, [five, paying]), unfinished([five, 'lost'], [paying, 'mined']));
    expect(refusals.map((refusal) => refusal.message)).toEqual([expect.stringMatching(message)]);
    // What is only logged can still be kept from being mined.
    expect(plan(setOf(contracts, [five, paying]), unfinished([five, 'lost'], [paying, 'pending'])).refusals).toEqual(
      [],
    );
  });
});

describe('equal calls', () => {
  const counted = { ...other, until: until('Escrow', 1n, 'x') };
  const both = setOf(contracts, [counted, other]);
  const world = carriedOut(plan(both));
  const [one, two] = world.calls.map((known, index) => ({
    ...known,
    recorded: { ...known.recorded, transaction: hashOf(index) },
  }));
  if (one === undefined || two === undefined) throw new Error('there are two');
  const transactions = (calls: readonly KnownCall[]) =>
    plan(both, { ...world, calls }).steps.flatMap((step) =>
      step.kind === 'skip' ? [`${step.known.predicate}: ${step.known.transaction}`] : [],
    );

  test('have each the transaction of the one with its predicate, in whatever order they are known', () => {
    const ofEach = [one, two].map(({ recorded }) => `${recorded.predicate}: ${recorded.transaction}`).sort();
    expect([...transactions([one, two])].sort()).toEqual(ofEach);
    expect(transactions([two, one])).toEqual(transactions([one, two]));
  });

  test('of which only a predicate told one are not made again: the other was seen mined', () => {
    const untold = [one, two].map((known) => {
      const { transaction, block, ...recorded } = known.recorded;
      return recorded.predicate === undefined
        ? { ...known, recorded: { ...recorded, transaction: hash, block: 1 } }
        : { ...known, recorded };
    });
    expect(sent(plan(both, { ...world, calls: untold }))).toEqual([]);
  });
});

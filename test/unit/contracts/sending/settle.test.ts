import { describe, expect, test } from '@jest/globals';
import type { LoggedStep, LoggedTransaction } from '../../../../src/contracts/journal/journal-entry.ts';
import type { Plan, Step } from '../../../../src/contracts/plan/plan-step.ts';
import type { Slot } from '../../../../src/contracts/sending/ledger.ts';
import { decideMoves } from '../../../../src/contracts/sending/settle.ts';
import { type Address, type Hex, parseAddress } from '../../../../src/values/index.ts';

const hash = (digit: number): Hex => `0x${String(digit).repeat(64)}` as Hex;
const target = parseAddress(`0x${'5'.repeat(40)}`);
const proved = hash(9);

type Kind = 'creation' | 'call' | 'creation with ether' | 'burn';

function logged(nonce: number, kind: Kind): LoggedTransaction {
  const names = [{ address: target, codeHash: proved }];
  const creation: LoggedStep = {
    kind: 'create',
    contract: 'A',
    address: target,
    arguments: [],
    libraries: {},
    fingerprint: hash(8),
    abiHash: hash(8),
  };
  const steps: Record<Kind, LoggedStep> = {
    creation,
    'creation with ether': { ...creation, names },
    call: { kind: 'call', contract: 'A', function: 'f()', names },
    burn: { kind: 'burn', instead: 'the creation of A' },
  };
  return { nonce, hash: hash(nonce), raw: '0x', step: steps[kind] };
}

interface Case {
  readonly kind: Kind;
  readonly scope?: 'own' | 'other';
  readonly isWanted: boolean;
}

function decide(cases: readonly Case[], isThere: boolean, tooLarge: readonly number[] = []) {
  const slots = cases.map(
    ({ kind, scope = 'own' }, nonce): Slot => ({ nonce, scope, variants: [logged(nonce, kind)], outcome: undefined }),
  );
  const steps = cases.flatMap(({ isWanted }, nonce) =>
    isWanted ? [{ kind: 'keep', isPending: true, known: { transaction: hash(nonce) } } as unknown as Step] : [],
  );
  const plan: Plan = { steps, digest: `sha256:${'0'.repeat(64)}`, refusals: [], notices: [] };
  const codes = new Map<Address, Hex>(isThere ? [[target, proved]] : [[target, hash(7)]]);
  const { resend, burn, later } = decideMoves(
    slots,
    plan,
    'own',
    codes,
    new Set(slots.filter(({ nonce }) => tooLarge.includes(nonce))),
  );
  const nonces = (some: readonly Slot[]) => some.map(({ nonce }) => nonce);
  return { resend: nonces(resend), burn: nonces(burn), later: nonces(later) };
}

describe('what is done with nonces that an unfinished run has left', () => {
  const wanted = (kind: Kind): Case => ({ kind, isWanted: true });
  const unwanted = (kind: Kind): Case => ({ kind, isWanted: false });
  const others = (kind: Kind): Case => ({ kind, scope: 'other', isWanted: false });

  test.each<[string, readonly Case[], boolean, object]>([
    ['what the plan still wants is sent again', [wanted('creation'), wanted('call')], true, { resend: [0, 1] }],
    ['what it no longer wants is burnt', [unwanted('creation'), wanted('creation')], true, { resend: [1], burn: [0] }],
    ['what belongs to others is sent again', [others('creation'), others('call')], true, { resend: [0, 1] }],
    [
      'a burn goes on, also under a plan that wants it again',
      [wanted('burn'), unwanted('burn')],
      true,
      { resend: [0, 1] },
    ],
    [
      'a call whose target is not proved waits for what is before it',
      [wanted('creation'), wanted('call')],
      false,
      { resend: [0], later: [1] },
    ],
    [
      'ether waits like a call',
      [wanted('creation'), wanted('creation with ether')],
      false,
      { resend: [0], later: [1] },
    ],
    [
      'a creation without ether names what it likes, and waits only behind what waits',
      [wanted('call'), wanted('creation'), wanted('call'), wanted('creation')],
      false,
      { burn: [0], resend: [1], later: [2, 3] },
    ],
    [
      'a call that nothing is before any more is burnt',
      [wanted('call'), wanted('creation')],
      false,
      { burn: [0], resend: [1] },
    ],
    ['so is one of others', [others('call')], false, { burn: [0] }],
    [
      'what is not wanted is burnt also behind what waits, so that every burn is held against the cap at once',
      [wanted('creation'), wanted('call'), unwanted('creation')],
      false,
      { resend: [0], later: [1], burn: [2] },
    ],
  ])('%s', (_, cases, isThere, expected) => {
    expect(decide(cases, isThere)).toEqual({ resend: [], burn: [], later: [], ...expected });
  });

  test('what fits into no block any more is burnt, whoever it belongs to: it would hold up everything behind it', () => {
    const moves = decide([wanted('creation'), others('creation'), others('creation')], true, [0, 1]);
    expect(moves).toEqual({ resend: [2], burn: [0, 1], later: [] });
  });
});

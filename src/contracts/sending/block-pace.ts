/** What one look at the newest block has shown. All times are on the run's own clock, except a block's. */
export interface PaceLook {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly number: number;
  /** As the block says it: only the difference to another block's means something. */
  readonly timeSeconds: number;
}

export interface NextLook {
  /** When it is to be sent. */
  readonly at: number;
  /** It only makes sure that no block has come before its time. */
  readonly isGlance: boolean;
}

/** When blocks come, as far as this run has seen; one for all its waits. */
export interface BlockPace {
  /** A wait begins: something may come of what was just sent. */
  begin(now: number): void;
  /**
   * @param older a block that came earlier.
   * @returns whether the block is newer than all before.
   */
  note(look: PaceLook, older?: Pick<PaceLook, 'number' | 'timeSeconds'>): boolean;
  /** The block whose time would tell how long blocks take; asked for once. */
  wantedBlock(): number | undefined;
  /** The newest block, on a chain of which it is known when the next one is due. */
  regularSince(): number | undefined;
  /** @param blocks so many at least have to come; 0 when the answer is not a new block's to give. */
  next(blocks: number): NextLook;
}

/** Of what the node says of the past: it averages out that times are whole seconds. */
const blocksBack = 32;
const longestStepMs = 2_000;
/** Nobody relies on the pace of a slower chain. */
const longestPeriodMs = 20_000;
const gapsKept = 8;

/** How long a block takes, give or take the doubt. */
interface Gap {
  readonly ms: number;
  readonly doubtMs: number;
}

/** When a look had to be sent to be the first that sees the block: on its way it takes as long as every other. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * Regular chains are looked at when the next block is due, and once in between, to notice within half its time that one
 * came early. While nothing is known, and on chains that don't keep time (those that make
 * blocks on demand, or by luck), there is a look every tenth of the shortest block seen. Nothing depends on the node's clock:
 * when a block came is told by the looks before and after, and how long blocks take by differences.
 */
export function createBlockPace(pollMs: number): BlockPace {
  let latest: Pick<PaceLook, 'number' | 'timeSeconds'> | undefined;
  let older: Pick<PaceLook, 'number' | 'timeSeconds'> | undefined;
  let isOlderAsked = false;
  let came: Span | undefined;
  let lookedAt = 0;
  let waitingSince = 0;
  let vainLooks = 0;
  let shortestWayMs = Number.POSITIVE_INFINITY;
  let isRegular = false;
  /** It was seen that the newest block was not there before it was due. */
  let isConfirmed = false;
  /** Of the newest block. */
  let told: Gap | undefined;
  const gaps: Gap[] = [];

  function periodMs(): number | undefined {
    const mean = latest && older && toldGap(older, latest);
    // A chain that leaves out turns is faster than its mean.
    const seen = gaps.length > 0 ? gaps : [told];
    const all = [mean, ...seen].flatMap((gap) => (gap === undefined || gap.ms <= 0 ? [] : [inWholeSeconds(gap)]));
    return all.length === 0 || (mean === undefined && gaps.length === 0) ? undefined : Math.min(...all);
  }

  function keepsTime(period: number | undefined): period is number {
    return isRegular && period !== undefined && period <= longestPeriodMs && period >= 3 * pollMs;
  }

  function noteArrival(look: PaceLook, before: Pick<PaceLook, 'number' | 'timeSeconds'>): void {
    const to = Math.max(look.sentAt, look.answeredAt - shortestWayMs);
    const seen: Span = { from: Math.min(lookedAt, to), to };
    const period = periodMs();
    const last = came;
    came = seen;
    told = toldGap(before, look);
    if (last === undefined || period === undefined) {
      // What comes at once may have been made on demand.
      isConfirmed = true;
      isRegular = vainLooks >= 1 && period !== undefined && Math.abs(told.ms - period) <= 1000 + period / 5;
    } else {
      const doubt = doubtOf(period);
      const count = look.number - before.number;
      // A chain may leave out a turn.
      const turns = Math.max(count, Math.round((seen.from - last.to) / period));
      const due: Span = { from: last.from + turns * period - doubt, to: last.to + turns * period + doubt };
      const isOnTime = seen.to >= due.from && seen.from <= due.to;
      isConfirmed = seen.from >= due.from - doubt;
      if (seen.to < due.from || (gaps.length === 0 && !isConfirmed)) isRegular = false;
      else if (isOnTime && widthOf(seen) <= period / 3) isRegular = true;
      if (isOnTime) came = { from: Math.max(seen.from, due.from), to: Math.min(seen.to, due.to) };
      const ms = (middleOf(came) - middleOf(last)) / count;
      const doubtMs = (widthOf(came) + widthOf(last)) / 2 / count;
      if (ms > 0 && doubtMs <= ms / 4) gaps.push({ ms, doubtMs });
      if (gaps.length > gapsKept) gaps.shift();
    }
  }

  return {
    begin(now) {
      waitingSince = now;
      vainLooks = 0;
    },
    note(look, asked) {
      shortestWayMs = Math.min(shortestWayMs, look.answeredAt - look.sentAt);
      if (asked !== undefined && asked.number < look.number) older = asked;
      const isNew = latest === undefined || look.number > latest.number;
      if (latest !== undefined && isNew) noteArrival(look, latest);
      vainLooks = isNew ? 0 : vainLooks + 1;
      if (isNew) latest = look;
      lookedAt = look.sentAt;
      return isNew;
    },
    wantedBlock() {
      // The first block can have any time.
      if (latest === undefined || latest.number < 2 || isOlderAsked) return undefined;
      isOlderAsked = true;
      return Math.max(latest.number - blocksBack, 1);
    },
    regularSince: () => (keepsTime(periodMs()) ? latest?.number : undefined),
    next(blocks) {
      const period = periodMs();
      const part = (period ?? 0) / (blocks > 1 ? 4 : 10);
      const step = Math.min(Math.max(part, pollMs), longestStepMs);
      if (blocks === 0 || !keepsTime(period) || came === undefined) {
        // What is told of the past says nothing of a chain that makes its blocks on demand.
        return { at: lookedAt + Math.min(step, Math.max((lookedAt - waitingSince) / 3, pollMs)), isGlance: false };
      }
      const doubt = doubtOf(period);
      let [from, to] = [came.from + period - doubt, came.to + period + doubt];
      while (lookedAt >= to + period / 3) [from, to] = [from + period, to + period];
      const lateMs = lookedAt - to;
      if (lateMs >= 0) {
        return { at: lookedAt + Math.min(Math.max(pollMs / 2, period / 20, lateMs / 2), step), isGlance: false };
      }
      // Looks before and after the middle tell ever better when blocks come.
      const middle = (from + to) / 2;
      const isChecked = (gaps.length > 0 && (blocks > 1 || isConfirmed)) || lookedAt >= from - doubt;
      const narrow = blocks > 1 ? period / 5 : 6 * doubt;
      const target = !isChecked ? from : to - from > narrow && lookedAt < middle ? middle : to;
      const parts = blocks > 1 ? 1 : Math.max(Math.ceil((target - lookedAt) / (period / 2) - 0.3), 1);
      return { at: lookedAt + (target - lookedAt) / parts, isGlance: parts > 1 || target === from };
    },
  };
}

/** What the blocks' own times say. */
function toldGap(
  older: Pick<PaceLook, 'number' | 'timeSeconds'>,
  newer: Pick<PaceLook, 'number' | 'timeSeconds'>,
): Gap {
  const blocks = newer.number - older.number;
  return { ms: ((newer.timeSeconds - older.timeSeconds) * 1000) / blocks, doubtMs: 1000 / blocks };
}

/** Most chains' blocks take whole seconds. */
function inWholeSeconds({ ms, doubtMs }: Gap): number {
  const whole = Math.round(ms / 1000) * 1000;
  return whole > 0 && Math.abs(whole - ms) < doubtMs ? whole : ms;
}

/** How far a block may be off though the chain keeps time. */
function doubtOf(periodMs: number): number {
  return Math.max(periodMs / 100, 5);
}

function widthOf({ from, to }: Span): number {
  return to - from;
}

function middleOf({ from, to }: Span): number {
  return (from + to) / 2;
}

/** The known name a mistyped one was probably meant to be, or nothing when none is near. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const bare = simplified(name);
  const ranked = known
    .map((candidate) => ({ candidate, distance: editDistance(bare, simplified(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  const nearest = ranked[0];
  return nearest !== undefined && nearest.distance <= Math.max(1, Math.floor(name.length / 3))
    ? nearest.candidate
    : undefined;
}

/** `: did you mean "…"?`, or nothing when no known name is near. */
export function nearestAdvice(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : `: did you mean "${nearest}"?`;
}

/** Case, dashes and underscores are what people get wrong most; they don't count as a difference. */
function simplified(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours between two names. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

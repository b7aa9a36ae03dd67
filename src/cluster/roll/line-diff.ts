/** One line of a difference: kept, taken out, or put in. */
export interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

/** Above so many pairs of lines in which two texts may differ, all of the old is taken out and all of the new put in. */
const mostPairs = 4_000_000;

/** The shortest way from one list of lines to another (longest common subsequence); deletions before insertions. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const head = before.findIndex((line, at) => line !== after[at]);
  const start = head === -1 ? before.length : head;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end++;
  const kept = (lines: readonly string[]): readonly DiffLine[] => lines.map((text) => ({ sign: ' ', text }));
  const [old, young] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  const middle = old.length * young.length > mostPairs ? replaced(old, young) : aligned(old, young);
  return [...kept(before.slice(0, start)), ...middle, ...kept(before.slice(before.length - end))];
}

/** Only what differs, with so many lines around it; `…` stands for what is left out between. */
export function withContext(lines: readonly DiffLine[], context: number): readonly string[] {
  const isNear = lines.map(() => false);
  lines.forEach(({ sign }, at) => {
    if (sign === ' ') return;
    for (let near = Math.max(0, at - context); near <= Math.min(lines.length - 1, at + context); near++)
      isNear[near] = true;
  });
  return lines.flatMap(({ sign, text }, at) => {
    if (isNear[at] === true) return [`${sign} ${text}`];
    return isNear[at - 1] === true && isNear.indexOf(true, at) !== -1 ? ['…'] : [];
  });
}

function replaced(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  return [
    ...before.map((text): DiffLine => ({ sign: '-', text })),
    ...after.map((text): DiffLine => ({ sign: '+', text })),
  ];
}

function aligned(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const width = after.length + 1;
  // At [i, j]: how many lines the rest of `before` from i and the rest of `after` from j have in common.
  const common = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [old, young] = [before[i], after[j]];
    if (old !== undefined && old === young) {
      lines.push({ sign: ' ', text: old });
      i++;
      j++;
    } else if (old !== undefined && (young === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ sign: '-', text: old });
      i++;
    } else if (young !== undefined) {
      lines.push({ sign: '+', text: young });
      j++;
    } else return lines;
  }
}

const sizes = [100, 50, 20, 10, 5, 1];
const mostBytes = 1_000_000;

/** How much one node takes in one request: learnt from its refusals, kept as long as the connection. */
export interface BatchLimit {
  /** False when it takes only one call at a time, and no list. */
  readonly takesLists: boolean;
  /** As large a part was answered already. */
  isProven(calls: number): boolean;
  prove(calls: number): void;
  /** After a refusal of a list of so many calls; of one call, lists are not tried again. */
  shrink(calls: number): void;
  refuseLists(): void;
  split<T extends { readonly text: string }>(calls: readonly T[]): T[][];
}

export function createBatchLimit(): BatchLimit {
  let size = sizes[0] ?? 1;
  let takesLists = true;
  let proven = 0;
  return {
    get takesLists() {
      return takesLists;
    },
    isProven: (calls) => calls <= proven,
    prove(calls) {
      proven = Math.max(proven, calls);
    },
    shrink(calls) {
      // Sent before another refusal, it teaches nothing new.
      if (calls > size) return;
      const smaller = sizes.find((fewer) => fewer < calls);
      if (smaller === undefined) takesLists = false;
      size = smaller ?? 1;
    },
    refuseLists() {
      takesLists = false;
      size = 1;
    },
    split(calls) {
      const parts: (typeof calls)[number][][] = [];
      let bytes = 0;
      for (const call of calls) {
        const last = parts.at(-1);
        if (last === undefined || last.length === size || bytes + call.text.length > mostBytes) {
          parts.push([call]);
          bytes = call.text.length;
        } else {
          last.push(call);
          bytes += call.text.length;
        }
      }
      return parts;
    },
  };
}

/** A number of things, in words that agree with it: `1 transaction`, `2 transactions`. */
export function counted(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

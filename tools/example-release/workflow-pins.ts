/** `actions/checkout@<sha> # v5.0.0` of one workflow. */
export interface Pin {
  readonly action: string;
  readonly ref: string;
  readonly version: string | undefined;
}

export function pinsOf(text: string): readonly Pin[] {
  const lines = text.matchAll(/^[ \t-]*uses:[ \t]*['"]?([^\s@'"]+)@([^\s'"]+)['"]?(?:[ \t]+#[ \t]*(\S+))?/gm);
  return [...lines].map(([, action = '', ref = '', version]) => ({ action, ref, version }));
}

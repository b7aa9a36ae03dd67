/**
 * A name that is a safe path below a folder and means the same in a bucket. `~` marks what the directory store keeps for
 * itself. Names are made by us from checked parts, so a wrong one is our bug.
 */
export function checkObjectName(name: string): string {
  const isSafe =
    name.length <= 500 && name.split('/').every((part) => /^[A-Za-z0-9_@+=-][A-Za-z0-9._@+=-]*$/.test(part));
  if (!isSafe) throw new Error(`not a name for the store: ${JSON.stringify(name.slice(0, 100))}`);
  return name;
}

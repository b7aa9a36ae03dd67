import { type Finding, RemoteError, UserError } from '../report/index.ts';

/**
 * What a look gives, unless something was found before it: then everything is told in one error, with what the look finds.
 * Who mends one mistake is not to meet the next one only then. Where the other side doesn't answer the look, what was found
 * is told alone.
 * @param advice what holds for what was found.
 * @throws UserError where anything was found before.
 */
export async function toldTogether<T>(found: readonly Finding[], advice: string, look: () => Promise<T>): Promise<T> {
  if (found.length === 0) return look();
  const others = await look().then(
    () => ({ findings: [], cause: undefined }),
    (cause: unknown) => {
      if (cause instanceof UserError) return { findings: cause.findings, cause };
      if (cause instanceof RemoteError) return { findings: [], cause };
      throw cause;
    },
  );
  throw new UserError([...found, ...others.findings], { advice, cause: others.cause });
}

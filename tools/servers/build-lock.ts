import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { identify, isRunning, type ProcessIdentity } from './process-identity.ts';

/**
 * Two processes that build the same thing would only take each other's cores. Whoever holds the lock file builds, the
 * other waits; a holder that died is recognised and passed over. (Should two pass over it in the same instant, both build:
 * wasteful, but right, since finished folders appear by rename.)
 */
export async function holdBuildLock(file: string, onWait: () => void): Promise<() => void> {
  for (let isFirst = true; ; isFirst = false) {
    if (tryLock(file)) return () => rmSync(file, { force: true });
    if (isHolderDead(file)) rmSync(file, { force: true });
    else {
      if (isFirst) onWait();
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
}

/** By link, so that the file never exists without its holder's name in it. */
function tryLock(file: string): boolean {
  const own = `${file}.${process.pid}`;
  try {
    writeFileSync(own, JSON.stringify(identify(process.pid)));
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

function isHolderDead(file: string): boolean {
  try {
    return !isRunning(JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity);
  } catch (error) {
    // Released between the two calls: the next turn takes it. Anything unreadable was not written by tryLock.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

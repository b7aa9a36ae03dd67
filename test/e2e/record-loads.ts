import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Preloaded with `--import`: notes every module the process loads when it loads it, and at its end Node's own modules. */
const file = process.env['RECORD_LOADS_IN'];
if (file === undefined) throw new Error('RECORD_LOADS_IN is not set');
appendFileSync(file, '');
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) appendFileSync(file, `${url}\n`);
    return next(url, context);
  },
});
process.on('exit', () => {
  const { moduleLoadList } = process as unknown as { readonly moduleLoadList: readonly string[] };
  const own = moduleLoadList.filter((name) => name.startsWith('NativeModule ') && !name.includes('internal/'));
  appendFileSync(file, own.map((name) => `node:${name.slice('NativeModule '.length)}\n`).join(''));
});

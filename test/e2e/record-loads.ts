import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/** Preloaded with `--import`: notes every module the process loads, when it loads it. */
const file = process.env['RECORD_LOADS_IN'];
if (file === undefined) throw new Error('RECORD_LOADS_IN is not set');
appendFileSync(file, '');
registerHooks({
  load(url, context, next) {
    if (url.startsWith('file:')) appendFileSync(file, `${url}\n`);
    return next(url, context);
  },
});

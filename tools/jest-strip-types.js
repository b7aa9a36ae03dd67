import { stripTypeScriptTypes } from 'node:module';

/** @type {import('@jest/transform').SyncTransformer} */
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
};

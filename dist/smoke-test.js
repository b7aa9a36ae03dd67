import { start } from './dispatcher.js';

await start('smoke-test');

import { start } from './dispatcher.js';

await start('migrate-contracts');

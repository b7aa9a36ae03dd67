import { start } from './dispatcher.js';

await start('release');

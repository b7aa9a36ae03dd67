import { start } from './dispatcher.js';

await start('push-artifact');

import { start } from './dispatcher.js';

await start('roll-deployment');

import { start } from './dispatcher.js';

await start('render-client-config');

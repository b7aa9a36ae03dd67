#!/usr/bin/env node
import { start } from './dispatcher.js';

await start('keep-deploy');

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { openStore } from '../../../src/store/index.ts';
import { describeLock } from './lock-suite.ts';

const parent = mkdtempSync(join(tmpdir(), 'keep-deploy-lock-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));
const signal = new AbortController().signal;
let count = 0;

describeLock('in a directory', {
  open: () => openStore(`file:${count}`, { baseFolder: parent, signal }),
  renew: () => {
    count += 1;
  },
  writes: () => 0,
});

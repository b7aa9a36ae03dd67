import { runOnRunner } from '../../src/runner/index.ts';
import { action } from './definition.ts';

await runOnRunner(action);

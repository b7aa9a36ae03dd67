import { UserError } from '../report/index.ts';
import type { Environment, Part } from './environment.ts';
import { partDescriptions } from './settings-schema.ts';

export function missingPart(part: Part): string {
  return `the key "${part}" is missing, which this step needs: ${partDescriptions[part]}`;
}

/** For a step that learns only now what it needs. @throws UserError with a message for each part that is not there. */
export function requireParts<P extends Part>(
  environment: Environment<never>,
  parts: readonly P[],
): asserts environment is Environment<P> {
  const missing = parts.filter((part) => environment[part] === undefined);
  if (missing.length === 0) return;
  const place = environment.locate('settings', ['environments', environment.name]);
  throw new UserError(missing.map((part) => ({ ...place, message: missingPart(part) })));
}

import { isMap, isScalar, LineCounter, parseAllDocuments } from 'yaml';
import { type Finding, type Problem, UserError } from '../../report/index.ts';
import type { JsonObject } from '../kubernetes-object.ts';
import { checkManifest, type ManifestRules } from './manifest-check.ts';

/** The user's two objects, as written: what every client's objects are made from. */
export interface Manifest {
  readonly statefulSet: JsonObject;
  readonly service: JsonObject;
  /** The container that gets image, configuration, keyfile and password. */
  readonly container: string;
}

/**
 * Reads the user's manifest. @throws UserError with every mistake, each with its line.
 * @param file the path as the user wrote it, for the messages.
 */
export function readManifest(file: string, text: string, rules: ManifestRules): Manifest {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Pick<Finding, 'line' | 'column'> => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const mistakes: Finding[] = documents.flatMap(({ errors }) =>
    errors.map(({ message, pos }) => ({ file, ...at(pos[0]), message })),
  );
  if (mistakes.length > 0) throw new UserError(mistakes);

  const written = documents.filter(
    ({ contents }) => contents !== null && !(isScalar(contents) && contents.value === null),
  );
  if (written.length === 0) {
    throw new UserError([{ file, message: 'the manifest is empty: expected a StatefulSet and a Service' }]);
  }
  const verdict = checkManifest(
    written.map((document) => withoutFractions(document.toJS({ maxAliasCount: 100 }))),
    rules,
  );
  if ('manifest' in verdict) return verdict.manifest;
  const place = ({ path: [index, ...keys] }: Problem): Pick<Finding, 'line' | 'column'> => {
    const document = typeof index === 'number' ? written[index] : undefined;
    if (document === undefined) return {};
    // The value itself, or the nearest thing around it when it is missing.
    for (let length = keys.length; length >= 0; length--) {
      const node: unknown = length === 0 ? document.contents : document.getIn(keys.slice(0, length), true);
      if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) continue;
      const parent: unknown = length <= 1 ? document.contents : document.getIn(keys.slice(0, length - 1), true);
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => keyText(key) === String(keys[length - 1]))
        : undefined;
      return at(rangeStart(pair?.key) ?? Number(node.range[0]));
    }
    return {};
  };
  throw new UserError(verdict.problems.map((problem) => ({ file, ...place(problem), message: problem.message })));
}

/** `cpu: 0.5` means `cpu: "0.5"` to Kubernetes (only quantities have fractions); a release has integers only. */
function withoutFractions(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(withoutFractions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withoutFractions(entry)]));
}

function keyText(key: unknown): string | undefined {
  return typeof key === 'object' && key !== null && 'value' in key ? String(key.value) : undefined;
}

function rangeStart(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  return Number(node.range[0]);
}

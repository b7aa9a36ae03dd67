import type { GenericSchema, InferOutput } from 'valibot';
import { checkAgainst, type Finding, type Problem } from '../report/index.ts';
import type { Json } from '../values/index.ts';
import type { SourceFile } from './yaml-document.ts';

/** One file as it was written and as it was understood; `value` is absent when it doesn't fit its schema. */
export interface CheckedDocument<T> {
  readonly source: SourceFile;
  readonly raw: Json | undefined;
  readonly value: T | undefined;
  readonly findings: readonly Finding[];
}

/** Checks a file that holds one YAML document. */
export function checkDocument<const S extends GenericSchema>(
  source: SourceFile,
  schema: S,
): CheckedDocument<InferOutput<S>> {
  const [raw] = source.documents;
  if (source.findings.length > 0) return { source, raw, value: undefined, findings: source.findings };
  if (source.documents.length !== 1) {
    const second = source.documents.length > 1 ? source.locate([], 1) : source.locate([]);
    const seen = source.documents.length > 1 ? 'a second one begins here' : 'the file is empty';
    return { source, raw, value: undefined, findings: [{ ...second, message: `expected one YAML document: ${seen}` }] };
  }
  const { value, problems } = checkAgainst(schema, raw);
  return { source, raw, value, findings: problems ? toFindings(source, problems) : [] };
}

export function toFindings(source: SourceFile, problems: readonly Problem[]): Finding[] {
  return problems.map(({ path, message }) => ({ ...source.locate(path), message }));
}

import { excerpt } from './plain-text.ts';

/** From worst to best; a summary is ordered so. */
export const severities = ['failed', 'warned', 'changed', 'unchanged'] as const;
export type Severity = (typeof severities)[number];

/** A text, and where it leads on a page that can have links. */
export interface LinkedText {
  readonly text: string;
  /** http(s); anything else is shown as the text alone. */
  readonly url: string;
}

export interface SummaryRow {
  readonly severity: Severity;
  readonly cells: readonly (string | LinkedText)[];
}

/** One part of what a run reports at its end, as data: a runner shows Markdown, a terminal text. Cells may hold foreign text. */
export interface SummarySection {
  readonly title: string;
  readonly severity: Severity;
  /** Its lines stay lines. */
  readonly text?: string;
  readonly columns?: readonly string[];
  readonly rows?: readonly SummaryRow[];
  /** What the rows are when they aren't counted by severity, such as `2 mistakes`. */
  readonly count?: string;
  /** A diagram for GitHub's Markdown, made by us alone: it is shown as it is. A terminal leaves it out. */
  readonly mermaid?: string;
}

/** Collects what changed, for the end of the run. */
export interface Summary {
  add(section: SummarySection): void;
}

export interface CollectedSummary extends Summary {
  /** Worst first, and so are the rows of each; equals keep their order. */
  sections(): readonly SummarySection[];
}

export function createSummary(): CollectedSummary {
  const added: SummarySection[] = [];
  return {
    add: (section) => void added.push(section),
    sections: () =>
      [...added]
        .sort(worstFirst)
        .map((section) => ({ ...section, ...(section.rows && { rows: [...section.rows].sort(worstFirst) }) })),
  };
}

/** `2 failed, 1 changed`; empty without rows */
export function countRows({ rows = [], count }: SummarySection): string {
  if (count !== undefined) return count;
  return severities
    .map((severity) => [rows.filter((row) => row.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map((part) => part.join(' '))
    .join(', ');
}

const mostLines = 40;

/** The lines of a section's text, plain and redacted, as many as a summary shows. */
export function textLines(text: string): readonly string[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const shown = lines.slice(0, mostLines).map((line) => excerpt(line));
  return lines.length > mostLines ? [...shown, `and ${lines.length - mostLines} more lines`] : shown;
}

function worstFirst(a: { readonly severity: Severity }, b: { readonly severity: Severity }): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}

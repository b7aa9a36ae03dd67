export { type Attachment, createAttachment } from './attachment.ts';
export { counted } from './counted.ts';
export { createLog, type LogSink, terminalSink } from './create-log.ts';
export { describeFinding, type Finding, type Problem, RemoteError, UserError } from './errors.ts';
export type { Log } from './log.ts';
export { nearestAdvice, nearestName } from './nearest-name.ts';
export { excerpt } from './plain-text.ts';
export { createRedactor, type Redactor } from './redaction.ts';
export { type Checked, checkAgainst } from './schema-problems.ts';
export { describeSeen, secretLook } from './seen-value.ts';
export {
  type CollectedSummary,
  createSummary,
  type LinkedText,
  type Severity,
  type Summary,
  type SummaryRow,
  type SummarySection,
} from './summary.ts';
export { summaryMarkdown } from './summary-markdown.ts';
export { summaryText } from './summary-text.ts';

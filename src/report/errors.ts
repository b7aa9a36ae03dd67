/** One mistake in a user's file or input: where it stands, what was seen, what was expected, what to do. */
export interface Finding {
  /** Path of the file as the user wrote it; absent for an input of the step. */
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** Counted from 1. */
  readonly column?: number;
  readonly message: string;
}

/** A mistake inside one document, before its line is known: the path of keys and indexes that leads to the value. */
export interface Problem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** Of an unknown key: the known one that it most likely is. */
  readonly meant?: string;
}

/** The user's workflow or files must change. Carries every finding, so that all are mended in one go. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly findings: readonly Finding[];
  /** What holds for all of them, such as that nothing was written: told after them, and no finding. */
  readonly advice: string | undefined;

  constructor(
    findings: readonly Finding[] | string,
    { advice, ...options }: ErrorOptions & { readonly advice?: string | undefined } = {},
  ) {
    const list = typeof findings === 'string' ? [{ message: findings }] : findings;
    super([...list.map(describeFinding), ...(advice === undefined ? [] : [advice])].join('\n'), options);
    this.findings = list;
    this.advice = advice;
  }
}

/** The other side failed or answered what can't be used: says what was asked and what was answered. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  /** Where the user's file names the other side. */
  readonly place: Omit<Finding, 'message'> | undefined;
  /** What the step ends with, where a workflow is to tell this failure from others. */
  readonly exitCode: number | undefined;

  constructor(
    message: string,
    {
      place,
      exitCode,
      ...options
    }: ErrorOptions & { place?: Omit<Finding, 'message'> | undefined; exitCode?: number | undefined } = {},
  ) {
    super(message, options);
    this.place = place;
    this.exitCode = exitCode;
  }
}

/** `file:line:column: message`, as editors and terminals link it. */
export function describeFinding({ file, line, column, message }: Finding): string {
  if (file === undefined) return message;
  return `${[file, line, column].filter((part) => part !== undefined).join(':')}: ${message}`;
}

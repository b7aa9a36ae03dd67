import { type Log, type Summary, UserError } from '../report/index.ts';
import type { RunIdentity, Secrets } from '../values/index.ts';
import { type Input, type InputTable, type InputValues, parseInputs, type ReadInput } from './input-table.ts';
import { type Mode, mode } from './parser.ts';

export interface Output {
  readonly description: string;
}

/** Outputs by their name in kebab-case. */
export type OutputTable = Readonly<Record<string, Output>>;

/** What a run is handed, on a runner and at a terminal alike. */
export interface RunContext<OutputName extends string> {
  readonly log: Log;
  readonly summary: Summary;
  /** Aborted by SIGINT, SIGTERM and SIGHUP; the process ends within 7 s of it whatever the run does. */
  readonly signal: AbortSignal;
  /** Reads a `$NAME`; from then on its value is hidden everywhere. */
  readonly secrets: Secrets;
  readonly workspace: string;
  readonly run: RunIdentity;
  /** Hides what is secret in a text that is going to be cut. */
  readonly redact: (text: string) => string;
  /** True on a runner that is thrown away after the job, with everything on its disk. */
  readonly isHostedRunner: boolean;
  /** Where Cloud Storage answers instead of at Google (STORAGE_EMULATOR_HOST). */
  readonly storageEndpoint?: string;
  /** What programs that are started may see of the environment. */
  readonly passedOn: Readonly<Record<string, string>>;
  /** For this run alone, readable only by its user, and removed at its end. */
  readonly temporaryFolder: string;
  /** Refuses a value that contains a secret. */
  setOutput(name: OutputName, value: string | number | boolean): void;
}

export interface ActionDefinition<Inputs extends InputTable, Outputs extends OutputTable> {
  readonly name: string;
  readonly description: string;
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  /** False for a command that only looks: it has no input `mode`. */
  readonly hasMode?: boolean;
  /** Combinations of inputs that make no sense, one sentence each. Called when each input alone is right. */
  check?(inputs: InputValues<Inputs> & { readonly mode: Mode }): readonly string[];
  run(
    inputs: InputValues<Inputs> & { readonly mode: Mode },
    context: RunContext<keyof Outputs & string>,
  ): Promise<void>;
}

/** An action as the entries see it: the types of its inputs and outputs stay inside. */
export interface Action {
  readonly name: string;
  readonly description: string;
  /** With the shared ones. */
  readonly inputs: InputTable;
  readonly outputs: OutputTable;
  /** Parses the inputs and runs. @throws UserError naming every input that isn't right, before anything is done. */
  start(read: ReadInput, context: RunContext<string>): Promise<void>;
}

const modeInput: Input<Mode> = {
  description: '`plan` says what `apply` would do and writes nothing anywhere.',
  parser: mode,
  default: 'apply',
};

export function defineAction<const Inputs extends InputTable, const Outputs extends OutputTable>(
  definition: ActionDefinition<Inputs, Outputs>,
): Action {
  const { name, description, outputs, hasMode = true } = definition;
  const inputs: InputTable = hasMode ? { ...definition.inputs, mode: modeInput } : definition.inputs;
  return {
    name,
    description,
    inputs,
    outputs,
    async start(read, context) {
      const values = { mode: 'apply', ...parseInputs(inputs, read, context) } as InputValues<Inputs> & {
        readonly mode: Mode;
      };
      const nonsense = definition.check?.(values) ?? [];
      if (nonsense.length > 0) throw new UserError(nonsense.map((message) => ({ message })));
      await definition.run(values, context);
    },
  };
}

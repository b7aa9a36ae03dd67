/** An operand as it stands in the expression: a word, or a text in quotes. */
export interface Operand {
  readonly text: string;
  readonly isQuoted: boolean;
}

export type Operator = '==' | '!=' | '>=' | '>' | '<=' | '<';

/** `[Contract.]function(arg, …) OP value`, taken apart but not yet understood. */
export interface UntilExpression {
  readonly contract: string | undefined;
  readonly function: string;
  readonly arguments: readonly Operand[];
  readonly operator: Operator;
  readonly expected: Operand;
}

const form = 'expected [Contract.]function(argument, …) == value, such as "owner() == TokenStaking"';

/** Reads the text of an `until`. @throws RangeError that says what was expected. */
export function parseUntil(text: string): UntilExpression {
  const head = /^\s*(?:([A-Za-z_$][\w$]*)\s*\.\s*)?([A-Za-z_$][\w$]*)\s*\(/.exec(text);
  if (head === null) throw new RangeError(`${form}, got ${JSON.stringify(text)}`);
  const [start, contract, name = ''] = head;
  const { operands, rest } = readArguments(text.slice(start.length));
  const comparison = /^\s*(==|!=|>=|<=|>|<)(?!=)\s*(.*?)\s*$/s.exec(rest);
  if (comparison === null) {
    const seen = rest.trim();
    throw new RangeError(
      `expected one of == != >= > <= < and a value after ${name}(…)${seen === '' ? '' : `, got ${JSON.stringify(seen)}`}`,
    );
  }
  const [, operator, right = ''] = comparison;
  return {
    contract,
    function: name,
    arguments: operands,
    operator: operator as Operator,
    expected: readOperand(right),
  };
}

/** One text for whatever spaces and quotation marks it was written with. */
export function untilText({ contract, arguments: operands, operator, expected, ...ask }: UntilExpression): string {
  const target = contract === undefined ? '' : `${contract}.`;
  return `${target}${ask.function}(${operands.map(operandText).join(', ')}) ${operator} ${operandText(expected)}`;
}

function operandText({ text, isQuoted }: Operand): string {
  if (!isQuoted) return text;
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/** Up to the closing parenthesis; parentheses and commas in quotes are text. */
function readArguments(text: string): { readonly operands: readonly Operand[]; readonly rest: string } {
  const parts: string[] = [''];
  let quote: string | undefined;
  for (const [index, character] of [...text].entries()) {
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === ')') {
      const isEmpty = parts.length === 1 && parts[0]?.trim() === '';
      return { operands: isEmpty ? [] : parts.map(readOperand), rest: [...text].slice(index + 1).join('') };
    } else if (character === ',') {
      parts.push('');
      continue;
    }
    parts.push(`${parts.pop() ?? ''}${character}`);
  }
  const what = quote === undefined ? 'parenthesis' : 'quotation mark';
  throw new RangeError(`the closing ${what} is missing, got ${JSON.stringify(`(${text}`)}`);
}

function readOperand(text: string): Operand {
  const word = text.trim();
  const quoted = /^(["'])(.*)\1$/s.exec(word);
  if (quoted !== null) return { text: quoted[2] ?? '', isQuoted: true };
  if (word === '') throw new RangeError('a value is missing: expected the name of a contract, deployer, or a literal');
  if (/["'()]|[=<>!]=|[<>]/.test(word)) throw new RangeError(`expected one value, got ${JSON.stringify(word)}`);
  return { text: word, isQuoted: false };
}

import type { Scanner } from './scanner';
import type { Node } from './syntax';

/** How an expression inside a template is parsed. */
export type ParseExpression = (scanner: Scanner) => Node;

/** Which texts end a template's body, and how its literal text is read. */
interface Body {
  /** A quoted template ends at its quote and has backslash escapes; a JSON string has neither. */
  readonly quoted: boolean;
  readonly expression: ParseExpression;
}

interface Trimmed {
  readonly parts: Node[];
  /** Whether the next literal loses its leading white space: `~}`. */
  trim: boolean;
}

const text = (value: string): Node => ({ kind: 'literal', value });

/** A JSON string as a template. A lone `${…}` keeps its expression's type. */
export function parseTemplate(scanner: Scanner, expression: ParseExpression): Node {
  const node = parseBody(scanner, { quoted: false, expression });
  return scanner.atEnd ? node : scanner.fail('a directive has no beginning');
}

/** A quoted string, whose opening quote has been passed. */
export function parseQuoted(scanner: Scanner, expression: ParseExpression): Node {
  const node = parseBody(scanner, { quoted: true, expression });
  if (scanner.match(/"/y) === undefined) scanner.fail('a quote is not closed');
  return node;
}

function parseBody(scanner: Scanner, body: Body): Node {
  return scanner.nested(() => {
    const state: Trimmed = { parts: [], trim: false };
    while (!scanner.atEnd && parsePart(scanner, body, state));
    return templateOf(state.parts);
  });
}

function templateOf(parts: readonly Node[]): Node {
  const [first, ...rest] = parts;
  if (!first) return text('');
  return rest.length === 0 ? first : { kind: 'template', parts };
}

const literals = {
  plain: /(?:[^$%]+|\$\$\{|%%\{|\$(?!\{)|%(?!\{))+/y,
  quoted: /(?:[^$%"\\]+|\$\$\{|%%\{|\$(?!\{)|%(?!\{)|\\[\s\S])+/y,
};

/** Parses one part; false at the body's end. */
function parsePart(scanner: Scanner, body: Body, state: Trimmed): boolean {
  const literal = scanner.match(body.quoted ? literals.quoted : literals.plain);
  if (literal !== undefined) return addLiteral(state, body.quoted ? unescaped(literal) : literal);
  const opening = scanner.match(/\$\{~?/y);
  if (opening !== undefined) return addInterpolation(scanner, body, state, opening);
  return parseDirective(scanner, body, state);
}

function addLiteral(state: Trimmed, literal: string): boolean {
  const value = literal.replaceAll('$${', '${').replaceAll('%%{', '%{');
  state.parts.push(text(state.trim ? value.replace(/^\s+/, '') : value));
  state.trim = false;
  return true;
}

function addInterpolation(scanner: Scanner, body: Body, state: Trimmed, opening: string): boolean {
  if (opening.endsWith('~')) trimLast(state);
  state.parts.push(body.expression(scanner));
  state.trim = closing(scanner);
  return true;
}

/** Passes a sequence's end; whether it trims what follows. */
function closing(scanner: Scanner): boolean {
  scanner.skip();
  const end = scanner.match(/~?\}/y);
  return end === undefined ? scanner.fail("'}' is missing") : end.startsWith('~');
}

function trimLast(state: Trimmed): void {
  const last = state.parts.at(-1);
  if (last?.kind === 'literal' && typeof last.value === 'string')
    state.parts[state.parts.length - 1] = text(last.value.trimEnd());
}

function parseDirective(scanner: Scanner, body: Body, state: Trimmed): boolean {
  const start = scanner.at;
  const opening = scanner.match(/%\{~?/y);
  if (opening === undefined) return false;
  const word = scanner.name();
  if (word !== 'if' && word !== 'for') {
    scanner.at = start; // an else or an end is the surrounding directive's
    return false;
  }
  if (opening.endsWith('~')) trimLast(state);
  state.parts.push(word === 'if' ? parseIf(scanner, body) : parseFor(scanner, body));
  return true;
}

function parseIf(scanner: Scanner, body: Body): Node {
  const test = body.expression(scanner);
  closing(scanner);
  const then = asText(parseBody(scanner, body));
  const otherwise = directive(scanner, 'else') ? asText(parseBody(scanner, body)) : text('');
  if (!directive(scanner, 'endif')) scanner.fail('%{endif} is missing');
  return { kind: 'conditional', test, then, otherwise };
}

function parseFor(scanner: Scanner, body: Body): Node {
  const first = scanner.name() ?? scanner.fail('a name is missing');
  const second = scanner.takes(',') ? (scanner.name() ?? scanner.fail('a name is missing')) : undefined;
  if (scanner.name() !== 'in') scanner.fail("'in' is missing");
  const of = body.expression(scanner);
  closing(scanner);
  const result = asText(parseBody(scanner, body));
  if (!directive(scanner, 'endfor')) scanner.fail('%{endfor} is missing');
  const key = second === undefined ? undefined : first;
  const list: Node = { kind: 'for', value: second ?? first, of, result, grouped: false, ...(key === undefined ? {} : { key }) };
  return { kind: 'call', name: 'join', args: [text(''), list], spread: false };
}

const asText = (node: Node): Node => ({ kind: 'template', parts: [node] });

/** Passes `%{ word }` if it comes next. White space that its `~` trims isn't modelled: it is only ever less text. */
function directive(scanner: Scanner, word: string): boolean {
  const found = scanner.match(new RegExp(`%\\{~?\\s*${word}\\s*~?\\}`, 'y'));
  if (found?.includes('~')) scanner.fail('a trimmed directive is not supported');
  return found !== undefined;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

const unescaped = (literal: string): string =>
  literal.replace(/\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])/g, (whole, code: string) => {
    const point = code.length > 1 ? Number.parseInt(code.slice(1), 16) : undefined;
    if (point !== undefined) return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    return escapes[code] ?? whole;
  });

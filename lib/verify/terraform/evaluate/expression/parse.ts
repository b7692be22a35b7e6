import { Scanner } from './scanner';
import { type Entry, type For, type Node, SyntaxProblem, splatItem } from './syntax';
import { parseQuoted, parseTemplate } from './template';

/** Longer texts are not parsed: nothing in a network's configuration is that long. */
const longest = 1_000_000;

/** Parses a JSON string as Terraform does, as a template; throws SyntaxProblem. */
export function parseString(text: string): Node {
  if (!text.includes('${') && !text.includes('%{')) return { kind: 'literal', value: text };
  if (text.length > longest) throw new SyntaxProblem('the text is too long');
  return parseTemplate(new Scanner(text), parseExpression);
}

/** Parses an expression that stands alone, such as a variable's `type`; throws SyntaxProblem. */
export function parseWhole(text: string): Node {
  const scanner = new Scanner(text);
  const node = parseExpression(scanner);
  scanner.skip();
  return scanner.atEnd ? node : scanner.fail('something follows');
}

function parseExpression(scanner: Scanner): Node {
  return scanner.nested(() => {
    const test = parseBinary(scanner, 0);
    if (!scanner.takes('?')) return test;
    const then = parseExpression(scanner);
    scanner.expect(':');
    return { kind: 'conditional', test, then, otherwise: parseExpression(scanner) };
  });
}

/** From the weakest to the strongest; of two that begin alike the longer first. */
const levels: readonly RegExp[] = [/\|\|/y, /&&/y, /==|!=/y, /<=|>=|<|>/y, /[+-]/y, /[*/%]/y];

function parseBinary(scanner: Scanner, level: number): Node {
  const operators = levels[level];
  if (!operators) return parseUnary(scanner);
  let left = parseBinary(scanner, level + 1);
  for (let operator = operatorAt(scanner, operators); operator; operator = operatorAt(scanner, operators)) {
    left = { kind: 'binary', operator, left, right: parseBinary(scanner, level + 1) };
  }
  return left;
}

function operatorAt(scanner: Scanner, operators: RegExp): string | undefined {
  scanner.skip();
  return scanner.match(operators);
}

function parseUnary(scanner: Scanner): Node {
  const operator = scanner.takes('!') ? '!' : scanner.takes('-') ? '-' : undefined;
  return operator === undefined
    ? parsePostfix(scanner)
    : scanner.nested(() => ({ kind: 'unary', operator, of: parseUnary(scanner) }));
}

function parsePostfix(scanner: Scanner): Node {
  let node = parsePrimary(scanner);
  for (let next = parseStep(scanner, node); next; next = parseStep(scanner, node)) node = next;
  return node;
}

function parseStep(scanner: Scanner, of: Node): Node | undefined {
  if (scanner.takes('.*')) return { kind: 'splat', of, each: attributesOf(scanner) };
  if (scanner.sees('...')) return undefined;
  if (scanner.takes('.')) return parseAttribute(scanner, of);
  if (!scanner.takes('[')) return undefined;
  if (scanner.takes('*')) {
    scanner.expect(']');
    return { kind: 'splat', of, each: stepsOf(scanner) };
  }
  const index = parseExpression(scanner);
  scanner.expect(']');
  return { kind: 'index', of, index };
}

function parseAttribute(scanner: Scanner, of: Node): Node {
  const digits = scanner.match(/\d+/y);
  if (digits !== undefined) return { kind: 'index', of, index: { kind: 'literal', value: Number(digits) } };
  return { kind: 'attribute', of, name: scanner.name() ?? scanner.fail('a name is missing') };
}

/** After `[*]` everything that follows applies to each element. */
function stepsOf(scanner: Scanner): Node {
  let node: Node = { kind: 'name', name: splatItem };
  for (let next = parseStep(scanner, node); next; next = parseStep(scanner, node)) node = next;
  return node;
}

/** After `.*` only attributes apply to each element; an index takes from the resulting list. */
function attributesOf(scanner: Scanner): Node {
  let node: Node = { kind: 'name', name: splatItem };
  while (!scanner.sees('...') && !scanner.sees('.*') && scanner.takes('.')) node = parseAttribute(scanner, node);
  return node;
}

function parsePrimary(scanner: Scanner): Node {
  if (scanner.takes('(')) return closed(scanner, parseExpression(scanner), ')');
  if (scanner.takes('"')) return parseQuoted(scanner, parseExpression);
  if (scanner.takes('[')) return parseList(scanner);
  if (scanner.takes('{')) return parseObject(scanner);
  const digits = scanner.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
  return digits === undefined ? parseNamed(scanner) : { kind: 'literal', value: Number(digits) };
}

function closed(scanner: Scanner, node: Node, end: string): Node {
  scanner.expect(end);
  return node;
}

const words: ReadonlyMap<string, null | boolean> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function parseNamed(scanner: Scanner): Node {
  const name = scanner.name() ?? scanner.fail('an expression is missing');
  const qualified = name + (scanner.match(/::[\p{L}_][\p{L}\p{N}_-]*(?:::[\p{L}_][\p{L}\p{N}_-]*)?/uy) ?? '');
  if (scanner.takes('(')) return parseCall(scanner, qualified);
  const value = words.get(name);
  return value === undefined ? { kind: 'name', name } : { kind: 'literal', value };
}

function parseCall(scanner: Scanner, name: string): Node {
  const args: Node[] = [];
  while (!scanner.sees(')')) {
    args.push(parseExpression(scanner));
    if (scanner.takes('...')) return closed(scanner, { kind: 'call', name, args, spread: true }, ')');
    if (!scanner.takes(',')) break;
  }
  return closed(scanner, { kind: 'call', name, args, spread: false }, ')');
}

function parseList(scanner: Scanner): Node {
  if (seesFor(scanner)) return parseFor(scanner, ']');
  const items: Node[] = [];
  while (!scanner.sees(']')) {
    items.push(parseExpression(scanner));
    if (!scanner.takes(',')) break;
  }
  return closed(scanner, { kind: 'list', items }, ']');
}

function parseObject(scanner: Scanner): Node {
  if (seesFor(scanner)) return parseFor(scanner, '}');
  const entries: Entry[] = [];
  while (!scanner.sees('}')) {
    entries.push(parseEntry(scanner));
    scanner.takes(','); // a new line separates as well
  }
  return closed(scanner, { kind: 'object', entries }, '}');
}

function parseEntry(scanner: Scanner): Entry {
  const key = keyOf(parseExpression(scanner));
  if (!scanner.takes('=')) scanner.expect(':');
  return { key, value: parseExpression(scanner) };
}

/** A bare name as a key is that text, not a reference. */
const keyOf = (node: Node): Node => (node.kind === 'name' ? { kind: 'literal', value: node.name } : node);

function seesFor(scanner: Scanner): boolean {
  scanner.skip();
  const start = scanner.at;
  const found = scanner.match(/for\s+[\p{L}_][\p{L}\p{N}_-]*\s*(?:,|in\b)/uy);
  scanner.at = start;
  return found !== undefined;
}

function parseFor(scanner: Scanner, end: ']' | '}'): Node {
  scanner.name();
  const first = scanner.name() ?? scanner.fail('a name is missing');
  const second = scanner.takes(',') ? (scanner.name() ?? scanner.fail('a name is missing')) : undefined;
  if (scanner.name() !== 'in') scanner.fail("'in' is missing");
  const of = parseExpression(scanner);
  scanner.expect(':');
  const node = { kind: 'for' as const, value: second ?? first, of, ...(second === undefined ? {} : { key: first }) };
  return closed(scanner, parseResult(scanner, node, end), end);
}

function parseResult(scanner: Scanner, node: Pick<For, 'kind' | 'key' | 'value' | 'of'>, end: ']' | '}'): For {
  const head = parseExpression(scanner);
  if (end === ']') return { ...node, result: head, grouped: false, ...conditionOf(scanner) };
  scanner.expect('=>');
  const result = parseExpression(scanner);
  const grouped = scanner.takes('...');
  return { ...node, resultKey: head, result, grouped, ...conditionOf(scanner) };
}

function conditionOf(scanner: Scanner): { condition?: Node } {
  const start = scanner.at;
  if (scanner.name() === 'if') return { condition: parseExpression(scanner) };
  scanner.at = start;
  return {};
}

import { SyntaxProblem } from './syntax';

/** Nested deeper than anybody writes, shallow enough for the stack. */
const deepest = 100;

/** A position in an expression's text. */
export class Scanner {
  private depth = 0;

  constructor(
    readonly text: string,
    public at = 0,
  ) {}

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Passes white space and comments. */
  skip(): void {
    this.match(/(?:\s+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y);
  }

  /** Whether a token comes next, after white space. */
  sees(token: string): boolean {
    this.skip();
    return this.text.startsWith(token, this.at);
  }

  /** Passes a token if it comes next. */
  takes(token: string): boolean {
    if (!this.sees(token)) return false;
    this.at += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.takes(token)) this.fail(`'${token}' is missing`);
  }

  /** What a sticky pattern matches here, passed. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** A name, which in this language may hold dashes. */
  name(): string | undefined {
    this.skip();
    return this.match(/[\p{L}_][\p{L}\p{N}_-]*/uy);
  }

  /** Parses something that may hold itself. */
  nested<T>(parse: () => T): T {
    if (++this.depth > deepest) this.fail('it is nested too deeply');
    const result = parse();
    this.depth--;
    return result;
  }

  fail(why: string): never {
    throw new SyntaxProblem(`${why} at character ${this.at + 1}`);
  }
}

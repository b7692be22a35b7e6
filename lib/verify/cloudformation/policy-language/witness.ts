/**
 * Exact questions about sets of texts: is there a text in all of some patterns and in none of others?
 *
 * Each pattern is a nondeterministic automaton; all of them are run side by side as one deterministic automaton over the letters that
 * matter where they stand. Symbols make two readings: `certain` finds a text whatever the symbols stand for, `possible` one for some of
 * what they may stand for. What one reading can't settle is left to doubt: `certain` errs towards no, `possible` towards yes.
 */
import { anything, type Glyph, type Glyphs } from './glyph';

export type Reading = 'certain' | 'possible';

/** How a pattern's symbols are read: each equal to itself only, or as wide as it may be. */
interface Machine {
  readonly glyphs: Glyphs;
  readonly wide: boolean;
  /** Whether other resources' names may stand for texts that fit here: generated names can only meet a `*`. */
  readonly loose: boolean;
}

type State = readonly (readonly number[])[];

/** Stands for every character that no pattern names. */
const other = '\uffff';
/** Beyond these a question stays open. */
const statesAtMost = 3000;

/** Whether some text is in every pattern of `inside` and in none of `outside`; compare {@link Reading}. */
export function witness(inside: readonly Glyphs[], outside: readonly Glyphs[], reading: Reading): boolean {
  const sets = inside.filter((set) => !isAnything(set));
  if (outside.some(isAnything) || pairs(sets).some(([a, b]) => !mayMeet(a, b))) return false;
  const cuts = outside.filter((cut) => sets.every((set) => mayMeet(set, cut)));
  if (
    sets.length < 2 &&
    (cuts.length === 0 || ((sets[0] ?? anything).some(isUnbounded) && !cuts.some((cut) => cut.some(isStretchable))))
  )
    return true; // a pattern that goes on for ever is more than any list of texts
  const common = sets.length ? sharedPrefix([...sets, ...cuts]) : 0;
  return searched(
    sets.length ? sets.map((set) => set.slice(common)) : [anything],
    cuts.map((cut) => cut.slice(common)),
    reading,
  );
}

/** How many characters and names all of the patterns start with. */
function sharedPrefix(all: readonly Glyphs[]): number {
  const [first = [], ...rest] = all;
  const end = first.findIndex((glyph, index) => !isFixed(glyph) || rest.some((other) => !isSame(glyph, other[index])));
  return end === -1 ? first.length : end;
}

const isFixed = ({ kind }: Glyph): boolean => kind === 'char' || kind === 'name';
const isSame = (a: Glyph, b: Glyph | undefined): boolean =>
  a.kind === 'char' ? b?.kind === 'char' && a.char === b.char : a.kind === 'name' && b?.kind === 'name' && a.key === b.key;

const isAnything = ([only, more]: Glyphs): boolean => only?.kind === 'many' && !only.bounded && !more;

/** False if the characters that two patterns start with differ. */
function mayMeet(a: Glyphs, b: Glyphs): boolean {
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (left.kind !== 'char' || right?.kind !== 'char') return true;
    if (left.char !== right.char) return false;
  }
  return true;
}

function searched(inside: readonly Glyphs[], outside: readonly Glyphs[], reading: Reading): boolean {
  if ([inside, outside].flat(2).every(isPlain)) return search(inside.map(opaque), outside.map(opaque), reading === 'possible');
  if (reading === 'certain') return search(inside.map(opaque), outside.map(widest), false);
  if (inside.some((set) => outside.some((cut) => !search([opaque(set)], [opaque(cut)], true)))) return false;
  // two generated names never meet, whatever a third pattern admits
  if (inside.length > 2 && pairs(inside).some((pair) => !search(pair.map(widestAmong), [], true))) return false;
  return search(inside.map(widestAmong), outside.map(opaque), true);
}

const pairs = (sets: readonly Glyphs[]): readonly (readonly [Glyphs, Glyphs])[] =>
  sets.flatMap((set, index) => sets.slice(index + 1).map((second) => [set, second] as const));

const isPlain = (glyph: Glyph): boolean => glyph.kind !== 'name' && glyph.kind !== 'hole' && !isBounded(glyph);
const isBounded = (glyph: Glyph): boolean => glyph.kind === 'many' && glyph.bounded;
const isUnbounded = (glyph: Glyph): boolean => glyph.kind === 'many' && !glyph.bounded;
const isStretchable = (glyph: Glyph): boolean => glyph.kind === 'hole' || isUnbounded(glyph);

const opaque = (glyphs: Glyphs): Machine => ({ glyphs, wide: false, loose: false });
const widest = (glyphs: Glyphs): Machine => ({ glyphs, wide: true, loose: glyphs.some(isStretchable) });
const widestAmong = (glyphs: Glyphs, index: number, all: readonly Glyphs[]): Machine => ({
  glyphs,
  wide: true,
  loose: all.some((set, position) => position !== index && set.some(isStretchable)),
});

function search(inside: readonly Machine[], outside: readonly Machine[], ifTooMany: boolean): boolean {
  const machines = [...inside, ...outside];
  const isWitness = (state: State) => state.every((at, index) => ends(machines[index] as Machine, at) === index < inside.length);
  const open: State[] = [machines.map((machine) => closed(machine, [0]))];
  const seen = new Set(open.map(String));
  for (let state = open.pop(); state; state = open.pop()) {
    if (isWitness(state)) return true;
    for (const letter of lettersAt(state, machines, inside.length)) {
      const next = state.map((at, index) => step(machines[index] as Machine, at, letter, index < inside.length));
      if (next.slice(0, inside.length).some((at) => at.length === 0)) continue;
      const key = next.join(';');
      if (seen.has(key)) continue;
      if (seen.size >= statesAtMost) return ifTooMany;
      seen.add(key);
      open.push(next);
    }
  }
  return false;
}

const ends = ({ glyphs }: Machine, at: readonly number[]): boolean => at.at(-1) === glyphs.length;

/** Letters under which the patterns behave differently in this state. */
function lettersAt(state: State, machines: readonly Machine[], insides: number): ReadonlySet<string> {
  const letters = new Set<string>();
  for (const [index, at] of state.entries())
    for (const position of at) addLetter(letters, machines[index]?.glyphs[position], index < insides);
  // last, so that it is tried first: most witnesses are texts that no pattern names
  letters.delete(other);
  return letters.add(other);
}

function addLetter(letters: Set<string>, glyph: Glyph | undefined, inside: boolean): void {
  if (glyph?.kind === 'char') letters.add(glyph.char);
  else if (glyph?.kind === 'many') letters.add(glyph.bounded ? ':' : other);
  else if (glyph && glyph.kind !== 'one' && inside) {
    letters.add(symbolLetter(glyph));
    letters.add('0');
  }
}

/** No text holds it, so that it can't be taken for a character. */
const symbolLetter = ({ kind, key }: { kind: 'name' | 'hole'; key: string }): string => `\u0000${kind} ${key}`;
const isName = (letter: string): boolean => letter.startsWith('\u0000');

function step(machine: Machine, at: readonly number[], letter: string, inside: boolean): readonly number[] {
  const next = at.flatMap((position) => after(machine, position, letter, inside));
  return closed(machine, next);
}

function after(machine: Machine, position: number, letter: string, inside: boolean): readonly number[] {
  const glyph = machine.glyphs[position];
  if (!glyph) return !inside && isHole(letter) && machine.wide ? [position] : [];
  const moved = moves(machine, glyph, letter);
  const direct = moved === 'on' ? [position + 1] : moved === 'stay' ? [position] : [];
  return !inside && mayBeHeld(machine, letter) ? [...direct, ...later(machine, position, letter)] : direct;
}

/** Whether a symbol's letter may be text that this pattern holds. */
const mayBeHeld = ({ wide, loose }: Machine, letter: string): boolean =>
  wide && isName(letter) && (loose || isPseudo(letter) || isHole(letter));

/** Where a pattern may stand after a symbol's text; that of an account, region or partition has no colon. */
function later({ glyphs }: Machine, position: number, letter: string): number[] {
  const colon = isPseudo(letter) ? glyphs.findIndex((glyph, index) => index >= position && isColon(glyph)) : -1;
  const end = colon === -1 ? glyphs.length : colon;
  return Array.from({ length: end - position + 1 }, (_, index) => position + index);
}

const isColon = (glyph: Glyph): boolean => glyph.kind === 'char' && glyph.char === ':';

function moves(machine: Machine, glyph: Glyph, letter: string): 'on' | 'stay' | undefined {
  if (glyph.kind === 'char') return glyph.char === letter ? 'on' : undefined;
  if (glyph.kind === 'one') return isName(letter) ? undefined : 'on';
  if (glyph.kind === 'many') return glyph.bounded && letter === ':' && !machine.wide ? undefined : 'stay';
  if (symbolLetter(glyph) === letter) return 'on';
  return isWide(machine, glyph) && fits(glyph, letter) ? 'stay' : undefined;
}

/** A position, and those that it stands for as well because what comes next may be empty. */
function closed(machine: Machine, at: readonly number[]): readonly number[] {
  const all = new Set(at);
  for (const position of all) {
    const glyph = machine.glyphs[position];
    if (glyph && (glyph.kind === 'many' || isWide(machine, glyph))) all.add(position + 1);
  }
  return [...all].sort((a, b) => a - b);
}

/** Whether a symbol may stand for text here. A generated name never equals a written one; an account's number may. */
function isWide({ wide, loose }: Machine, glyph: Glyph): boolean {
  if (!wide || (glyph.kind !== 'name' && glyph.kind !== 'hole')) return false;
  return glyph.kind === 'hole' || loose || (glyph.kind === 'name' && isPseudo(symbolLetter(glyph)));
}

const isHole = (letter: string): boolean => letter.startsWith('\u0000hole ');
const isPseudo = (letter: string): boolean => letter.startsWith('\u0000name AWS::');

/** IAM User Guide, "View AWS account identifiers": twelve digits. A region's or partition's name has no colon. */
function fits({ kind, key }: { kind: 'name' | 'hole'; key: string }, letter: string): boolean {
  if (kind === 'hole' || !key.startsWith('AWS::')) return true;
  return key === 'AWS::AccountId#' ? /^\d$/.test(letter) : letter !== ':' && letter !== '/';
}

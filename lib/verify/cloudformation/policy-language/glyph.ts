import { AnyOf, isSymbol, Reference, Text, Unresolved, type Value } from '../../world/value';

/** One unit of a pattern. A name is one opaque letter, as its characters aren't known; a hole may be any text. */
export type Glyph =
  /** `written` where case doesn't count: as reports show it. */
  | { readonly kind: 'char'; readonly char: string; readonly written?: string }
  | { readonly kind: 'one' }
  /** `*`; `bounded` if it stays within one field of an ARN. */
  | { readonly kind: 'many'; readonly bounded: boolean }
  /** What the cloud will make of a resource, or this account, region, partition: equal only to itself. */
  | { readonly kind: 'name'; readonly key: string; readonly reference: Reference }
  /** A parameter, a value from outside the inputs, or a policy variable. */
  | { readonly kind: 'hole'; readonly key: string; readonly of: AnyOf | Unresolved | undefined };

export type Glyphs = readonly Glyph[];

/** How text is read: with `*`, `?` and `${aws:…}`, or letter by letter. */
export type Reading = 'pattern' | 'literal';

export const anything: Glyphs = [{ kind: 'many', bounded: false }];

export const nameGlyph = (reference: Reference): Glyph => ({
  kind: 'name',
  key: `${reference.resource}#${reference.attribute ?? ''}`,
  reference,
});

const unresolvable = (reason: string): Glyph => ({ kind: 'hole', key: reason, of: new Unresolved(reason) });

/** The glyphs of a scalar; a list or an object, which can't be one text, is a hole. */
export function glyphsOf(value: Value, reading: Reading = 'pattern'): Glyphs {
  if (value instanceof Text) return value.parts.flatMap((part) => glyphsOf(part, reading));
  if (value instanceof Reference) return [nameGlyph(value)];
  if (value instanceof AnyOf) return [{ kind: 'hole', key: `any ${value.name}`, of: value }];
  if (value instanceof Unresolved) return [{ kind: 'hole', key: value.reason, of: value }];
  if (typeof value === 'object') return [unresolvable('a list or an object where one text is meant')];
  return reading === 'pattern' ? patternGlyphs(String(value)) : charGlyphs(String(value));
}

export const charGlyphs = (text: string): Glyphs => [...text].map((char) => ({ kind: 'char', char }));

/** Policy variables, and the escapes `${*}`, `${?}`, `${$}` of IAM User Guide, "IAM policy elements: Variables and tags". */
const variable = /\$\{([^}]*)\}/;

function patternGlyphs(text: string): Glyphs {
  return text.split(variable).flatMap((part, index) => (index % 2 ? [variableGlyph(part)] : wildcardGlyphs(part)));
}

const variableGlyph = (name: string): Glyph =>
  /^[*?$]$/.test(name) ? { kind: 'char', char: name } : { kind: 'hole', key: `\${${name}}`, of: undefined };

function wildcardGlyphs(text: string): Glyphs {
  return [...text].map((char) => {
    if (char === '*') return { kind: 'many', bounded: false };
    return char === '?' ? { kind: 'one' } : { kind: 'char', char };
  });
}

/** How reports print a value that may hold symbols. */
export function printed(value: Value): string {
  if (value instanceof Text) return value.parts.map(printed).join('');
  if (value instanceof Reference) return `\${${value.resource}${value.attribute ? `.${value.attribute}` : ''}}`;
  if (value instanceof AnyOf) return `\${${value.name}}`;
  if (value instanceof Unresolved) return '(unresolved)';
  return typeof value === 'string' ? value : JSON.stringify(value, (_, part) => (isSymbol(part) ? printed(part) : part));
}

export const equalGlyphs = (a: Glyphs, b: Glyphs): boolean =>
  a.length === b.length && a.every((glyph, index) => letter(glyph) === letter(b[index] as Glyph));

const letter = (glyph: Glyph): string => {
  if (glyph.kind === 'char') return `c${glyph.char}`;
  return glyph.kind === 'name' || glyph.kind === 'hole' ? `${glyph.kind} ${glyph.key}` : glyph.kind;
};

/** The text, if it has neither symbols nor wildcards. */
export function literalOf(glyphs: Glyphs): string | undefined {
  return glyphs.every((glyph) => glyph.kind === 'char')
    ? glyphs.map((glyph) => (glyph as { char: string }).char).join('')
    : undefined;
}

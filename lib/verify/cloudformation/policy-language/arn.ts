import { Reference, Unresolved } from '../../world/value';
import { anything, charGlyphs, type Glyph, type Glyphs, glyphsOf, literalOf, nameGlyph } from './glyph';

/** `arn`, partition, service, region, account, and the resource with all of its own colons. */
export type ArnFields = readonly [Glyphs, Glyphs, Glyphs, Glyphs, Glyphs, Glyphs];

const colon: Glyph = { kind: 'char', char: ':' };

/** The fields of a pattern of ARNs; `undefined` if it isn't one, such as `*`, or a text whose fields aren't known. */
export function arnFields(glyphs: Glyphs): ArnFields | undefined {
  const fields = split(glyphs);
  return fields.length === 6 && literalOf(fields[0] as Glyphs) === 'arn' ? (fields as unknown as ArnFields) : undefined;
}

function split(glyphs: Glyphs): Glyphs[] {
  const fields: Glyph[][] = [[]];
  for (const glyph of glyphs) {
    if (fields.length < 6 && glyph.kind === 'char' && glyph.char === ':') fields.push([]);
    else fields.at(-1)?.push(glyph);
  }
  return fields;
}

/** Fields with colons between them. */
export const joinedFields = (fields: readonly Glyphs[]): Glyphs =>
  fields.flatMap((field, index) => (index ? [colon, ...field] : field));

/**
 * A pattern of ARNs as IAM reads it: wildcards stay in their field, the partition is this one, as another could name nothing in reach.
 * IAM User Guide, "IAM JSON policy elements: Resource". It doesn't say what an ARN with fewer than six fields names: that stays open.
 */
export function arnPattern(glyphs: Glyphs): Glyphs {
  const fields = split(glyphs);
  if (fields.length < 2 || literalOf(fields[0] as Glyphs) !== 'arn') return glyphs;
  const read = joinedFields(
    fields.map((field, index) => (index === 1 ? ownPartition(field) : index < 5 ? field.map(bounded) : field)),
  );
  if (fields.length === 6) return read;
  return glyphs.at(-1)?.kind === 'many' ? [...read.slice(0, -1), ...anything] : [...read, ...missing];
}

const missing = glyphsOf(new Unresolved('the fields that the ARN leaves out'));

const bounded = (glyph: Glyph): Glyph => (glyph.kind === 'many' ? { kind: 'many', bounded: true } : glyph);

const partition = nameGlyph(new Reference('AWS::Partition'));

function ownPartition(field: Glyphs): Glyphs {
  const literal = literalOf(field);
  return literal?.startsWith('aws') ? [partition] : field.map(bounded);
}

/** `arn:aws:secretsmanager:…` in glyphs; `own` is this partition, region and account. */
export function ownArn(service: string, region: boolean, account: boolean, resource: Glyphs): Glyphs {
  const own = (name: string, wanted: boolean): Glyphs => (wanted ? [nameGlyph(new Reference(name))] : []);
  return joinedFields([
    charGlyphs('arn'),
    [partition],
    charGlyphs(service),
    own('AWS::Region', region),
    own('AWS::AccountId', account),
    resource,
  ]);
}

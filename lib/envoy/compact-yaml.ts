/**
 * Plain data as short YAML on one line: whatever occurs twice, names of fields too, is written once and then referred to. A text is quoted
 * unless every reader of YAML takes it for a text.
 */
export function compactYaml(data: unknown): string {
  const anchors = anchorsOf(usesOf(data));
  const written = new Set<string>();
  const write: Write = (part) => {
    const id = idOf(part);
    const anchor = anchors.get(id);
    if (anchor === undefined) return plain(part, write);
    if (written.has(id)) return `*${anchor}`;
    written.add(id);
    return `&${anchor} ${plain(part, write)}`;
  };
  return write(data);
}

type Write = (part: unknown) => string;

/** What equal parts of the data have in common. */
const idOf = (part: unknown): string => JSON.stringify(part) ?? 'null';

const fieldsOf = (part: object) => Object.entries(part).filter(([, value]) => value !== undefined);

function plain(part: unknown, write: Write): string {
  if (Array.isArray(part)) return `[${part.map(write).join(',')}]`;
  if (typeof part === 'string') return text(part);
  if (typeof part !== 'object' || part === null) return idOf(part);
  const fields = fieldsOf(part).map(([name, value]) => `${write(name).replace(reference, '$& ')}: ${write(value)}`);
  return `{${fields.join(',')}}`;
}

// a colon may be part of an anchor's name
const reference = /^\*\w+$/;

// what begins with a letter and holds no colon is no number, date or reference
const unquoted = /^[a-z][\w./-]+$/i;
// what readers of YAML 1.1 take for a truth value or nothing
const words = /^(?:yes|no|on|off|true|false|null)$/i;

// what isn't printable, and the start of what CloudFormation would put another text in place of
const unsafe = /[^ -~]|\{(?=\{resolve:)/gu;

/** A text as it is, or in the quotes that are shorter once they are part of a JSON text. */
function text(value: string): string {
  if (unquoted.test(value) && !words.test(value)) return value;
  const single = `'${value.replaceAll("'", "''")}'`;
  const double = JSON.stringify(value).replace(unsafe, escaped);
  return !value.match(unsafe) && idOf(single).length <= idOf(double).length ? single : double;
}

// the two halves by which JSON escapes what is beyond U+FFFF are no characters to yaml-cpp
function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}

/** How often each part of the data is written; what is inside of a part that was written before isn't written again. */
function usesOf(data: unknown): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  const count = (part: unknown): void => {
    if (typeof part !== 'string' && (typeof part !== 'object' || part === null)) return;
    const id = idOf(part);
    const before = uses.get(id) ?? 0;
    uses.set(id, before + 1);
    if (before === 0 && typeof part === 'object') fieldsOf(part).flat().forEach(count);
  };
  count(data);
  return uses;
}

/** Anchors for what is worth one, the shortest for what is referred to most. */
function anchorsOf(uses: ReadonlyMap<string, number>): ReadonlyMap<string, string> {
  const worthwhile = [...uses].filter(([id, count]) => (id.length - 5) * (count - 1) > 4);
  const byUse = worthwhile.sort(([, a], [, b]) => b - a);
  return new Map(byUse.map(([id], index) => [id, index.toString(36)]));
}

/** What keeps a text from being JSON, and where. */
export interface JsonProblem {
  readonly offset: number;
  readonly message: string;
}

type Wanted =
  | 'a value'
  | 'a value or ]'
  | 'a name in double quotes'
  | 'a name in double quotes or }'
  | ':'
  | ', or }'
  | ', or ]'
  | 'the end';

const token =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON's texts hold none
  /[ \t\r\n]*(?:(?<text>"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*")|(?<mark>[[\]{}:,])|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;

/** Where a text stops being JSON, or nothing if it is JSON; unlike what the runtime says of it, with none of the text's own words. */
export function jsonProblem(text: string): JsonProblem | undefined {
  const open: string[] = [];
  let wanted: Wanted = 'a value';
  for (let offset = 0; ; offset = token.lastIndex) {
    const found = tokenAt(text, offset);
    const next: Wanted | undefined = found === undefined ? undefined : readings[wanted](found, open);
    if (!next) return problemAt(text, offset, wanted);
    wanted = next;
  }
}

/** A mark, `text`, or `literal`. */
function tokenAt(text: string, offset: number): string | undefined {
  token.lastIndex = offset;
  const groups = token.exec(text)?.groups;
  return groups && (groups.mark ?? (groups.text === undefined ? 'literal' : 'text'));
}

function problemAt(text: string, from: number, wanted: Wanted): JsonProblem | undefined {
  const offset = from + (/^[ \t\r\n]*/.exec(text.slice(from))?.[0].length ?? 0);
  if (offset < text.length) return { offset, message: `${wanted} should stand here` };
  return wanted === 'the end' ? undefined : { offset, message: `it breaks off: ${wanted} is missing` };
}

type Reading = (token: string, open: string[]) => Wanted | undefined;

/** What a token makes wanted next, if it may stand where something is wanted. */
const readings: Readonly<Record<Wanted, Reading>> = {
  'a value': value,
  'a value or ]': (token, open) => (token === ']' ? closed(open) : value(token, open)),
  'a name in double quotes': (token) => (token === 'text' ? ':' : undefined),
  'a name in double quotes or }': (token, open) => (token === '}' ? closed(open) : token === 'text' ? ':' : undefined),
  ':': (token) => (token === ':' ? 'a value' : undefined),
  ', or }': (token, open) => (token === '}' ? closed(open) : token === ',' ? 'a name in double quotes' : undefined),
  ', or ]': (token, open) => (token === ']' ? closed(open) : token === ',' ? 'a value' : undefined),
  'the end': () => undefined,
};

function value(token: string, open: string[]): Wanted | undefined {
  if (token === 'text' || token === 'literal') return behind(open);
  if (token !== '{' && token !== '[') return undefined;
  open.push(token);
  return token === '{' ? 'a name in double quotes or }' : 'a value or ]';
}

function closed(open: string[]): Wanted {
  open.pop();
  return behind(open);
}

/** What may follow a value. */
function behind(open: readonly string[]): Wanted {
  const within = open.at(-1);
  return within === undefined ? 'the end' : within === '{' ? ', or }' : ', or ]';
}

import { type Fields, isFields, Text, type Value } from '../../world/value';

/** The bindings of a policy as JSON, whose holes are put back where they were; undefined if it can't be read. */
export function bindingsIn(policy: Value | undefined): readonly Fields[] | undefined {
  if (typeof policy === 'string') return bindingsOf(parsed(policy, []));
  if (!(policy instanceof Text)) return undefined;
  const holes = policy.parts.filter((part) => typeof part !== 'string');
  let number = 0;
  const text = policy.parts.map((part) => (typeof part === 'string' ? part : `${open}${number++}${close}`)).join('');
  return bindingsOf(parsed(text, holes));
}

/** Characters of Unicode's private use, which no policy holds. */
const [open, close] = ['\uE000', '\uE001'];

function parsed(text: string, holes: readonly Value[]): Value | undefined {
  try {
    return filled(JSON.parse(text) as Value, holes);
  } catch {
    return undefined;
  }
}

function filled(value: Value, holes: readonly Value[]): Value {
  if (typeof value === 'string') return withHoles(value, holes);
  if (Array.isArray(value)) return (value as readonly Value[]).map((part) => filled(part, holes));
  return isFields(value) ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, filled(part, holes)])) : value;
}

function withHoles(text: string, holes: readonly Value[]): Value {
  if (!text.includes(open)) return text;
  const parts = text
    .split(new RegExp(`${open}(\\d+)${close}`))
    .map((part, position) => (position % 2 === 0 ? part : (holes[Number(part)] as Value)))
    .filter((part) => part !== '');
  const [only, ...more] = parts;
  return more.length === 0 && only !== undefined ? only : new Text(parts as Text['parts']);
}

function bindingsOf(policy: Value | undefined): readonly Fields[] | undefined {
  if (policy === undefined || !isFields(policy)) return undefined;
  const bindings = policy.bindings ?? policy.binding ?? [];
  return Array.isArray(bindings) ? (bindings as readonly Value[]).filter((each): each is Fields => isFields(each)) : undefined;
}

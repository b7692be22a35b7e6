import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';
import { yamlProblem } from '../../../policy/yaml-problem';
import { deepest } from './depth';
import type { Json } from './json';
import { plainScalar } from './yaml-scalar';

/** Why a YAML text can't be read as a template, and where. */
export class YamlProblem extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Nodes that a template with aliases may have once they are written out. */
const most = 2_000_000;

export function parseYamlDocument(text: string): Document.Parsed {
  return parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'error', prettyErrors: false });
}

/** Reads a YAML template; short forms become the long ones, as in `{ "Fn::GetAtt": ["Vpc", "CidrBlock"] }`. Throws a YamlProblem. */
export function parseYamlTemplate(text: string): Json {
  const document = parseYamlDocument(text);
  const [error] = document.errors;
  if (error) throw new YamlProblem(yamlProblem(error), error.pos[0]);
  return document.contents ? converter()(document.contents as Node, 0) : null;
}

const startOf = (node: Node | null | undefined): number => node?.range?.[0] ?? 0;

type Convert = (node: Node | null | undefined, depth: number) => Json;

function converter(): Convert {
  const anchors = new Map<string, { readonly value: Json; readonly size: number }>();
  let count = 0;
  const convert: Convert = (node, depth) => {
    if (depth > deepest) throw new YamlProblem(`it is nested deeper than ${deepest} levels`, startOf(node));
    if (isAlias(node)) return repeated(node);
    const before = count++;
    const value = node ? longForm(node.tag, contents(node, depth, convert)) : null;
    if (node?.anchor) anchors.set(node.anchor, { value, size: count - before });
    return value;
  };
  const repeated = (alias: Alias): Json => {
    const anchor = anchors.get(alias.source);
    if (!anchor) throw new YamlProblem('an alias must have an anchor before it', startOf(alias));
    count += anchor.size;
    if (count > most) throw new YamlProblem('its aliases repeat too much: write them out', startOf(alias));
    return anchor.value;
  };
  return convert;
}

function contents(node: Node, depth: number, convert: Convert): Json {
  if (isSeq(node)) return node.items.map((item) => convert(item as Node, depth + 1));
  if (isMap(node)) return mapping(node as YAMLMap<Node, Node>, depth, convert);
  if (!isScalar(node)) return null;
  const text = String(node.value ?? '');
  return node.type === 'PLAIN' && (node.tag === undefined || node.tag === '') ? plainScalar(text) : text;
}

function mapping(node: YAMLMap<Node, Node>, depth: number, convert: Convert): Json {
  const entries = new Map<string, Json>();
  for (const { key, value } of node.items) {
    if (!isScalar(key)) throw new YamlProblem('a key must be text', startOf(key));
    const name = String(key.value ?? '');
    if (entries.has(name)) throw new YamlProblem(`the key '${name}' appears twice in one mapping: remove one`, startOf(key));
    entries.set(name, convert(value, depth + 1));
  }
  return Object.fromEntries(merged(entries));
}

/** With the members that `<<` brings in; the mapping's own come first. */
function merged(entries: Map<string, Json>): Map<string, Json> {
  const sources = entries.get('<<');
  if (typeof sources !== 'object' || sources === null) return entries;
  const all = (Array.isArray(sources) ? [...sources].reverse() : [sources]).flatMap((source) => Object.entries(source ?? {}));
  entries.delete('<<');
  return new Map([...all, ...entries] as [string, Json][]);
}

function longForm(tag: string | undefined, value: Json): Json {
  const name = functionOf(tag);
  if (!name) return value;
  return Object.fromEntries([[name, name === 'Fn::GetAtt' && typeof value === 'string' ? attributePath(value) : value]]);
}

/** The long name of a short form, such as `Fn::If` for `!If`. */
export function functionOf(tag: string | undefined): string | undefined {
  if (!tag?.startsWith('!') || tag.startsWith('!!') || tag.length < 2) return undefined;
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : name.startsWith('Fn::') ? name : `Fn::${name}`;
}

function attributePath(text: string): Json {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

import { type Document, isAlias, isMap, isScalar, isSeq, type Node } from 'yaml';
import { functionOf, parseYamlDocument } from './yaml-template';

/** How far a path leads in a YAML template, and the offset where that stands. */
export function yamlPlace(text: string, steps: readonly string[]): { depth: number; offset: number } {
  const document = documentOf(text);
  let node = document.contents as Node | null;
  let offset = node?.range?.[0] ?? 0;
  let depth = 0;
  for (; depth < steps.length; depth++) {
    const next = isAlias(node) ? { node: node.resolve(document) as Node | undefined, offset } : { node, offset };
    const found = stepInto(next.node, steps[depth] ?? '');
    if (!found) break;
    node = found.node;
    offset = found.offset ?? node?.range?.[0] ?? offset;
  }
  return { depth, offset };
}

let known: { readonly text: string; readonly document: Document.Parsed } | undefined;

/** Asked for the same text again and again while a report is written. */
function documentOf(text: string): Document.Parsed {
  if (known?.text !== text) known = { text, document: parseYamlDocument(text) };
  return known.document;
}

function stepInto(node: Node | null | undefined, step: string): { node: Node | null; offset?: number } | undefined {
  // a short form is one level in the text and two in the body
  if (node?.tag && functionOf(node.tag) === step) return { node: withoutTag(node) };
  if (isSeq(node)) {
    const item = /^\d+$/.test(step) ? node.items[Number(step)] : undefined;
    return item === undefined ? undefined : { node: item as Node };
  }
  const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value ?? '') === step) : undefined;
  return pair && { node: pair.value as Node | null, offset: (pair.key as Node).range?.[0] };
}

function withoutTag(node: Node): Node {
  const copy = node.clone() as Node;
  copy.tag = undefined;
  return copy;
}

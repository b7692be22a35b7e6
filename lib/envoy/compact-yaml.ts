import { Document, type Scalar, visit } from 'yaml';

/**
 * Plain data as short YAML on one line: whatever occurs twice is written once and then referred to. Every text is quoted, as YAML readers
 * differ on what `on` or `1e3` is, and in single quotes, which cost nothing inside JSON.
 */
export function compactYaml(data: unknown): string {
  const document = new Document(shared(data, new Map()), { aliasDuplicateObjects: true, version: '1.2' });
  shareTexts(document);
  const text = document.toString({
    collectionStyle: 'flow',
    flowCollectionPadding: false,
    lineWidth: 0,
    singleQuote: true,
    defaultStringType: 'QUOTE_SINGLE',
    defaultKeyType: 'PLAIN',
  });
  return text.trimEnd();
}

// a shorter thing is no longer than a reference to it
const worthwhile = 12;

/** The same data, equal parts being one object. */
function shared(value: unknown, seen: Map<string, unknown>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const copy = Array.isArray(value)
    ? value.map((item) => shared(item, seen))
    : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shared(item, seen)]));
  const text = JSON.stringify(copy);
  if (text.length < worthwhile) return copy;
  if (!seen.has(text)) seen.set(text, copy);
  return seen.get(text);
}

function shareTexts(document: Document): void {
  const seen = new Map<string, Scalar>();
  visit(document, {
    Scalar: (key, node) => {
      if (key === 'key' || typeof node.value !== 'string' || node.value.length < worthwhile) return undefined;
      const first = seen.get(node.value);
      if (first) return document.createAlias(first);
      seen.set(node.value, node);
      return undefined;
    },
  });
}

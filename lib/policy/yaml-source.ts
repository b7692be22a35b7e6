import { type Document, isAlias, isNode, LineCounter, type Node, parseAllDocuments, visit } from 'yaml';
import { PolicyError } from './policy-error';
import { textPlace } from './text-place';
import { isDeeperThan } from './yaml-depth';
import { yamlProblem } from './yaml-problem';

/** A YAML document as plain data, and the line (from 1) that a path in it stands on. */
export interface YamlSource {
  readonly value: unknown;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
}

/**
 * Reads one YAML 1.2 document. What could mean something else to another reader is refused: duplicate or non-text
 * keys, aliases, tags, directives, several documents. Throws a PolicyError; each issue gives `source`, the line and the column.
 */
export function parseYaml(text: string, source: string): YamlSource {
  const lines = new LineCounter();
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const documents = documentsOf(text, source, lines);
  const [document, second] = documents;
  if (!document) throw new PolicyError([`${source}: the policy is empty: write version and destinations`]);
  const found = problemsOf(documents);
  if (found.length === 0 && second)
    found.push({ message: 'the policy must be one YAML document: remove the second', offset: second.range[0] });
  if (found.length > 0)
    throw new PolicyError(found.map(({ message, offset }) => `${source}:${textPlace(text, offset)}: ${message}`));
  return { value: document.toJS(), lineOf: (path) => lineAt(offsetOf(document, path)) };
}

function documentsOf(text: string, source: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  if (isDeeperThan(32, text)) throw new PolicyError([`${source}: the YAML is nested too deeply: 32 levels at most`]);
  const documents = parseAllDocuments(text, { lineCounter, prettyErrors: false, stringKeys: true, logLevel: 'silent' });
  return 'empty' in documents ? [] : documents;
}

interface Problem {
  readonly message: string;
  readonly offset: number;
}

/** What is no YAML says nothing else: its words may be a secret's. */
function problemsOf(documents: readonly Document.Parsed[]): Problem[] {
  const invalid = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (invalid.length === 0) return documents.flatMap(refusals);
  return invalid.map((error) => ({ message: `not valid YAML: ${yamlProblem(error)}`, offset: error.pos[0] }));
}

function refusals(document: Document.Parsed): Problem[] {
  const found: Problem[] = [];
  if (document.directives.yaml.explicit) found.push({ message: 'remove the %YAML directive', offset: document.range[0] });
  visit(document, {
    Node(_key, node) {
      const message = refusal(node);
      if (message) found.push({ message, offset: node.range?.[0] ?? 0 });
    },
  });
  return found;
}

function refusal(node: Node): string | undefined {
  if (isAlias(node)) return 'aliases are refused: write the value out';
  return node.tag === undefined ? undefined : 'tags are refused: remove it';
}

/** Where the nearest enclosing node that exists begins. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[]): number {
  if (path.length === 0) return document.contents?.range?.[0] ?? 0;
  const node = document.getIn(path, true);
  return isNode(node) && node.range ? node.range[0] : offsetOf(document, path.slice(0, -1));
}

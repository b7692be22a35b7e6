import type { ErrorCode, YAMLError } from 'yaml';

/** What is wrong with a text that should be YAML; never its words, as a file that was given by mistake may be a secret. */
export function yamlProblem({ code, message }: YAMLError): string {
  const said = quotesNothing.has(code) ? lowerCaseFirst(message.split('\n')[0] ?? '') : 'what stands here may not stand here';
  return ours[code] ?? said;
}

/** What the reader says of these is a fixed text. */
const quotesNothing: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  ...(['ALIAS_PROPS', 'BAD_ALIAS', 'BAD_INDENT', 'BLOCK_AS_IMPLICIT_KEY', 'BLOCK_IN_FLOW', 'DUPLICATE_KEY'] as const),
  ...(['KEY_OVER_1024_CHARS', 'MISSING_CHAR', 'MULTILINE_IMPLICIT_KEY', 'MULTIPLE_ANCHORS', 'MULTIPLE_TAGS'] as const),
  'TAB_AS_INDENT',
]);

const ours: Partial<Record<ErrorCode, string>> = {
  BAD_DIRECTIVE: 'a directive must be one that YAML has',
  BAD_DQ_ESCAPE: 'a backslash in a text in double quotes must begin an escape that YAML has',
  BAD_SCALAR_START: 'a value that begins with this character must be in quotes',
  NON_STRING_KEY: 'a key must be text',
  TAG_RESOLVE_FAILED: 'a tag must be one that YAML has',
};

const lowerCaseFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

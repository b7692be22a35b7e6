import { withoutCredentials } from './credential-shapes';

/** A policy that can't be used; its message is every issue, one line each. */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  /** One line each, with control characters escaped and no credential. */
  readonly issues: readonly string[];

  constructor(issues: readonly string[]) {
    const lines = issues.map(withoutCredentials).map(onOneLine);
    super(lines.join('\n'));
    this.issues = lines;
  }
}

/** Values that came with the policy must not forge lines of a terminal or a log. */
const onOneLine = (issue: string): string =>
  issue.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

import { neverAllowedMethods } from '../method';
import type { Allow, DestinationDocument } from '../schema';
import { type DestinationCheck, duplicates, type Flaw } from './flaw';
import { pathProblem } from './path-problem';

/** The rules of `allow`: each method and path well written, and none there twice. */
export const rulesCheck: DestinationCheck = ({ allow, encodedSlash = 'refuse' }) =>
  Array.isArray(allow)
    ? allow.flatMap((rule, index) => [...ruleFlaws(rule, index, encodedSlash), ...repeated(rule, index, allow)])
    : [];

function ruleFlaws(rule: Allow, index: number, encodedSlash: NonNullable<DestinationDocument['encodedSlash']>): Flaw[] {
  const problem = pathProblem(rule.path, encodedSlash);
  const path = problem ? [{ at: ['allow', index, 'path'], message: `path ${problem}, got '${rule.path}'` }] : [];
  const methods = rule.methods.flatMap((method, position) =>
    neverAllowedMethods.includes(method)
      ? [
          {
            at: ['allow', index, 'methods', position],
            message: `method must not be CONNECT or TRACE: remove it, got '${method}'`,
          },
        ]
      : [],
  );
  return [...path, ...methods, ...duplicates(rule.methods, ['allow', index, 'methods'], 'method')];
}

function repeated(rule: Allow, index: number, rules: readonly Allow[]): Flaw[] {
  const earlier = rules.slice(0, index).filter((other) => other.path === rule.path);
  const method = rule.methods.find((name) => earlier.some((other) => other.methods.includes(name)));
  if (!method) return [];
  return [{ at: ['allow', index], message: `a rule is listed twice: remove one, got '${method} ${rule.path}'` }];
}

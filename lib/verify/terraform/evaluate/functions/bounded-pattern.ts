import { Unresolved } from '../../../world/value';
import { Stop } from '../operands';
import { patternCost } from './pattern-cost';

/** More steps than this are not taken: RE2, which Terraform uses, never backtracks, but the engine here does. */
const mostSteps = 5_000_000;

/** What RE2 writes otherwise, or doesn't have. */
const foreign = /\[\[:|\(\?(?!:|i\)|P?<[A-Za-z])|\\[zAQEC1-9pP]|\(\?P?<[=!]/;

/** The pattern of a text, safe to run on a subject of a length; throws Stop if that can't be had. */
export function boundedPattern(pattern: string, subjectLength: number, flags = ''): RegExp {
  const [source, ignoreCase] = pattern.startsWith('(?i)') ? [pattern.slice(4), 'i'] : [pattern, ''];
  if (foreign.test(source) || !(patternCost(source, subjectLength) <= mostSteps))
    throw new Stop(new Unresolved(`the pattern '${pattern}' isn't computed`));
  try {
    return new RegExp(source.replaceAll('(?P<', '(?<'), `${flags}${ignoreCase}`);
  } catch {
    throw new Stop(new Unresolved(`the pattern '${pattern}' isn't computed`));
  }
}

import type { Doubt } from '../world/doubt';
import type { AnyOf } from '../world/value';

/** Whether something holds under some assignment: for certain, not at all, or not to be told from the inputs. */
export type Truth = boolean | Doubt;

/** Whether a parameter may have one of the `wanted` values (in lower case). */
export function admitsOne(choice: AnyOf, wanted: readonly string[]): Truth {
  const spellings = wanted.flatMap((text) => [text, text.toUpperCase(), text.charAt(0).toUpperCase() + text.slice(1)]);
  const answers = spellings.map((text) => choice.admits(text));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? { reason: `the parameter '${choice.name}' isn't known` } : false;
}

/** The doubt of a truth, if it is one. */
export const doubtIn = (answer: Truth): Doubt | undefined => (typeof answer === 'object' ? answer : undefined);

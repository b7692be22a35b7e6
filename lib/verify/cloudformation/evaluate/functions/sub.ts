import { Unresolved, type Value } from '../../../world/value';
import { isMapping, type Json } from '../../load/json';
import type { Evaluation } from '../evaluation';
import type { Stack } from '../stack';
import { joined } from '../text';
import { attribute } from './get-att';
import type { Intrinsic } from './intrinsic';
import { named } from './ref';

/** `Fn::Sub`, with or without a mapping of its own names; `${!Name}` stands for `${Name}` itself. */
export const sub: Intrinsic = (argument, stack, evaluation) => {
  const [template, names] = Array.isArray(argument) ? argument : [argument];
  const text = typeof template === 'string' ? template : evaluation.evaluate(template, stack);
  if (typeof text !== 'string') return new Unresolved('a Sub needs a text');
  const pieces = text.slice(0, text.lastIndexOf('}') + 1).split(/(\$\{[^}]*\})/);
  pieces.push(text.slice(text.lastIndexOf('}') + 1));
  return joined(pieces.map((piece) => substituted(piece, names, stack, evaluation)));
};

function substituted(piece: string, names: Json | undefined, stack: Stack, evaluation: Evaluation): Value | undefined {
  const name = /^\$\{([^}]*)\}$/.exec(piece)?.[1]?.trim();
  if (name === undefined) return evaluation.evaluate(piece, stack);
  if (name.startsWith('!')) return `\${${name.slice(1)}}`;
  if (isMapping(names) && Object.hasOwn(names, name)) return evaluation.evaluate(names[name], stack);
  const dot = name.indexOf('.');
  return dot < 0 ? named(name, stack, evaluation) : attribute(name.slice(0, dot), name.slice(dot + 1), stack, evaluation);
}

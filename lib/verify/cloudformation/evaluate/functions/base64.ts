import type { Intrinsic } from './intrinsic';

/** `Fn::Base64`: a literal is encoded; a text with holes is kept, so that what its holes are stays in sight. */
export const base64: Intrinsic = (argument, stack, evaluation) => {
  const value = evaluation.evaluate(argument, stack);
  return typeof value === 'string' ? Buffer.from(value, 'utf8').toString('base64') : value;
};

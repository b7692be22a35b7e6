import { Reference } from '../../world/value';
import type { System } from './system';
import type { Part } from './text';

/** A literal text in which the number of the system's account, and its region as a field of an ARN, are what the pseudo parameters are. */
export function withOwnNames(text: string, { account, region }: Pick<System, 'account' | 'region'>): readonly Part[] {
  const [accountName, regionName] = [new Reference('AWS::AccountId'), new Reference('AWS::Region')];
  const named = account !== undefined && text.includes(account);
  const parts = named ? between(text.split(new RegExp(`(?<!\\d)${account}(?!\\d)`)), accountName) : [text];
  if (region === undefined || !text.includes(`:${region}:`)) return parts;
  const field = new RegExp(`(?<=:)${region}(?=:)`);
  return parts.flatMap((part) => (typeof part === 'string' ? between(part.split(field), regionName) : [part]));
}

const between = (pieces: readonly string[], name: Reference): Part[] =>
  pieces.flatMap((piece, index) => (index === 0 ? [piece] : [name, piece]));

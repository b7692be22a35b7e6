import { AnyOf, Reference, Text, type Value } from '../../world/value';
import { plainText } from '../credentials/user-data';
import type { ResourceIndex } from '../resource-index';
import { writtenSettings } from './written-settings';

/**
 * Whether user data has the container agent close the instance's metadata service to tasks with an interface of their own; `undefined` if that
 * can't be told. Amazon ECS Developer Guide, "Amazon ECS container agent configuration", `ECS_AWSVPC_BLOCK_IMDS`.
 */
export function blocksMetadata(index: ResourceIndex, userData: Value | undefined): boolean | undefined {
  const plain = plainText(index, userData);
  if (plain === undefined || plain === null) return false;
  const text = printed(plain);
  if (text === undefined) return plain instanceof AnyOf ? false : undefined;
  const { values, clear } = writtenSettings(text, '/etc/ecs/ecs.config');
  return clear ? /^(?:true|True|TRUE)$/.test(values.get('ECS_AWSVPC_BLOCK_IMDS') ?? '') : undefined;
}

/** The text, each hole a letter; `undefined` if one may be filled with lines of its own. */
function printed(value: Value): string | undefined {
  const parts = value instanceof Text ? value.parts : [value];
  const texts = parts.map((part) => (typeof part === 'string' ? part : isOneLine(part) ? hole : undefined));
  return texts.includes(undefined) ? undefined : texts.join('');
}

const hole = '\u2026';

const isOneLine = (part: Value): boolean => part instanceof Reference || (part instanceof AnyOf && part.oneLine);

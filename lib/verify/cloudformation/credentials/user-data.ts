import type { Credential } from '../../model/workload';
import type { Place } from '../../world/place';
import { isFields, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';
import { textCredentials } from './environment';

/** What an instance's user data holds: base64 as the service takes it, or text with holes. */
export const userDataCredentials = (index: ResourceIndex, value: Value | undefined, place: Place): Credential[] =>
  textCredentials(index, 'user data', plainText(index, value), place);

/** User data as the instance reads it. */
export function plainText(index: ResourceIndex, value: Value | undefined): Value | undefined {
  const followed = index.follow(value);
  if (isFields(followed) && 'Fn::Base64' in followed) return followed['Fn::Base64'];
  return typeof followed === 'string' && isBase64(followed) ? Buffer.from(followed, 'base64').toString('utf8') : followed;
}

const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);

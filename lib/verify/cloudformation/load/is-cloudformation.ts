import type { Json } from './json';
import { isMapping, member, members } from './json';

/** Whether a parsed file means to be a CloudFormation template at all, usable or not. */
export function isCloudFormation(parsed: unknown): boolean {
  if (!isMapping(parsed)) return false;
  if (Object.hasOwn(parsed, 'AWSTemplateFormatVersion')) return true;
  return isMapping(member(parsed, 'Resources')) && !Object.hasOwn(parsed, 'terraform_version');
}

/** Whether a parsed template has anything that could be deployed. */
export const hasResources = (parsed: Json): boolean => members(member(parsed, 'Resources')).length > 0;

import type { Doubt } from '../../world/doubt';
import { isFields } from '../../world/value';
import type { ResourceIndex } from '../resource-index';
import { isAssumed } from './assumed-resource';

/** What is known of a VPC that exists already. */
export interface AssumedDefaults {
  /** The main route table's id. @default - it isn't known */
  readonly table?: string;
  /** The default network ACL's id. @default - it isn't known */
  readonly acl?: string;
  /** The default security group's id. @default - it isn't known */
  readonly group?: string;
  /** Why it may hold what isn't known. */
  readonly doubt?: Doubt;
}

/** The defaults of a VPC that was described; undefined for one that the inputs make, or don't know. */
export function assumedDefaults(index: ResourceIndex, network: string): AssumedDefaults | undefined {
  const vpc = index.get(network);
  const defaults = vpc?.type === 'AWS::EC2::VPC' ? vpc.metadata.assumed : undefined;
  if (!vpc || !isAssumed(vpc.place) || !isFields(defaults)) return undefined;
  const text = (name: string) => (typeof defaults[name] === 'string' ? { [name]: defaults[name] } : {});
  return {
    ...{ ...text('table'), ...text('acl'), ...text('group') },
    ...(typeof defaults.doubt === 'string' && { doubt: { reason: defaults.doubt, place: vpc.place } }),
  };
}

import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { EgressPolicy } from '../policy/egress-policy';

/** A fleet of proxies, as a tool sees it. */
export interface ToolUser {
  readonly policy: EgressPolicy;
  readonly group: ISecurityGroup;
}

import { CfnResource } from 'aws-cdk-lib';
import { type CfnSecurityGroup, type IVpc, SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** A security group that lets nothing in or out until a rule says so. */
export class ClosedSecurityGroup extends SecurityGroup {
  constructor(scope: Construct, id: string, vpc: IVpc, description: string) {
    super(scope, id, { vpc, description, allowAllOutbound: false, disableInlineRules: true });
    const group = this.node.defaultChild as CfnSecurityGroup;
    // without an inline rule CDK leaves the property out, and EC2 then starts the group with all egress open
    group.securityGroupEgress = [
      { ipProtocol: '-1', cidrIp: '127.0.0.1/32', description: 'nowhere: takes the place of the default, which is everywhere' },
    ];
    // the rule that CDK adds for the same purpose is a resource of its own, and comes too late
    const ownRules = this.node.children.filter((child) => CfnResource.isCfnResource(child) && child !== group);
    for (const { node } of ownRules) this.node.tryRemoveChild(node.id);
  }
}

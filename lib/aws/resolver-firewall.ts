import { Lazy } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import { CfnFirewallDomainList, CfnFirewallRuleGroup, CfnFirewallRuleGroupAssociation } from 'aws-cdk-lib/aws-route53resolver';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';

/**
 * Lets a network's resolver answer the listed names and no other, for every query type. Security groups and routes don't filter the
 * resolver, and it answers public names without any way to the internet. It fails closed, as no firewall configuration says otherwise
 * (Amazon Route 53 Developer Guide, "DNS Firewall VPC configuration"). Mutation protection is off, as with it CloudFormation could neither
 * delete the network nor take back a first deployment that failed; whoever could take the rules away could turn it off, too.
 */
export class ResolverFirewall extends AirlockConstruct {
  private readonly names = new Set<string>();

  constructor(scope: Construct, id: string, { vpc }: { readonly vpc: IVpc }) {
    super(scope, id);
    const allowed = new CfnFirewallDomainList(this, 'Allowed', { domains: Lazy.list({ produce: () => [...this.names] }) });
    const all = new CfnFirewallDomainList(this, 'All', { domains: ['*'] });
    const rules = new CfnFirewallRuleGroup(this, 'Rules', { firewallRules: [allow(allowed), block(all)] });
    new CfnFirewallRuleGroupAssociation(this, 'Association', {
      firewallRuleGroupId: rules.attrId,
      vpcId: vpc.vpcId,
      priority: 101,
    });
  }

  /** Lets the resolver answer `name`, an exact one. */
  allow(name: string): void {
    this.names.add(name);
  }
}

const allow = (list: CfnFirewallDomainList): CfnFirewallRuleGroup.FirewallRuleProperty => ({
  action: 'ALLOW',
  priority: 100,
  firewallDomainListId: list.attrId,
  // the bucket of image layers is an alias of names that change
  firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN',
});

const block = (list: CfnFirewallDomainList): CfnFirewallRuleGroup.FirewallRuleProperty => ({
  action: 'BLOCK',
  blockResponse: 'NXDOMAIN',
  priority: 200,
  firewallDomainListId: list.attrId,
});

import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsResponsePolicy } from '@cdktf/provider-google/lib/dns-response-policy';
import { DnsResponsePolicyRule } from '@cdktf/provider-google/lib/dns-response-policy-rule';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import { AirlockConstruct } from './airlock-construct';
import { metadataServer } from './host/agent-filter';
import type { INetwork } from './network-ref';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

/**
 * What a network's resolver answers by itself. Firewalls and routes don't filter the resolver, and it answers public names without any way
 * to the internet. A network has one response policy (Google Cloud, "Manage response policies and rules"); its rules go before private
 * zones, the internet and Google's own names, the one with the longest name first.
 */
export class ResolverNames extends AirlockConstruct {
  private readonly policy: DnsResponsePolicy;

  constructor(
    scope: Construct,
    id: string,
    private readonly network: INetwork,
  ) {
    super(scope, id);
    this.policy = new DnsResponsePolicy(this, 'Policy', {
      project: placementOf(this).project,
      responsePolicyName: resourceName(this),
      networks: [{ networkUrl: network.id }],
    });
  }

  /** Answers a name, or every name below `*.`, by one address, and questions for other types than A by nothing. */
  answer(name: string, address: string): void {
    new NameRule(this, name, this.policy, address);
  }

  /**
   * Answers all other names by an address that is nowhere, but for that of Compute Engine's metadata server; where the response policy is
   * missing, an empty zone for all names still holds. Returns what does so.
   */
  close(): readonly ITerraformDependable[] {
    // reserved for documentation (RFC 5737); 0.0.0.0 would lead to what listens on the host itself
    const { rule } = new NameRule(this, '*', this.policy, '192.0.2.1');
    // hosts get their set-up and the time by it; no firewall keeps it from them anyway, and it hands an agent nothing ("About VM metadata")
    const metadata = new NameRule(this, 'metadata.google.internal', this.policy, metadataServer);
    const root = new DnsManagedZone(this, 'Root', {
      project: placementOf(this).project,
      name: resourceName(this),
      dnsName: '.',
      description: 'No names: what the response policy does not answer does not exist',
      visibility: 'private',
      privateVisibilityConfig: { networks: [{ networkUrl: this.network.id }] },
    });
    return [rule, metadata.rule, root];
  }
}

class NameRule extends AirlockConstruct {
  readonly rule: DnsResponsePolicyRule;

  constructor(scope: Construct, name: string, policy: DnsResponsePolicy, address: string) {
    super(scope, name);
    const dnsName = `${name}.`;
    this.rule = new DnsResponsePolicyRule(this, 'Rule', {
      project: placementOf(this).project,
      responsePolicy: policy.responsePolicyName,
      ruleName: resourceName(this),
      dnsName,
      localData: { localDatas: [{ name: dnsName, type: 'A', ttl: 300, rrdatas: [address] }] },
    });
  }
}

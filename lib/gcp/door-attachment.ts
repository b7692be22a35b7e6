import type { ComputeForwardingRule } from '@cdktf/provider-google/lib/compute-forwarding-rule';
import { ComputeServiceAttachment } from '@cdktf/provider-google/lib/compute-service-attachment';
import { Lazy } from 'cdktf';
import type { Construct } from 'constructs';
import type { ISubnetwork } from './network-ref';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

export interface DoorAttachmentProps {
  /** Of the proxies' load balancer. */
  readonly forwardingRule: ComputeForwardingRule;
  readonly doorNat: ISubnetwork;
  /** Self links of the networks that may have a door, one each; asked when everything is made. */
  readonly networks: () => readonly string[];
}

/**
 * What doors lead to. It takes connections from listed networks alone, ends those of a network that is listed no more, and tells the proxies who
 * connects by PROXY protocol, as it translates addresses ("About published services").
 */
export const doorAttachment = (
  scope: Construct,
  { forwardingRule, doorNat, networks }: DoorAttachmentProps,
): ComputeServiceAttachment =>
  new ComputeServiceAttachment(scope, 'DoorAttachment', {
    ...placementOf(scope),
    name: resourceName(scope),
    description: 'Egress proxies',
    targetService: forwardingRule.id,
    natSubnets: [doorNat.id],
    enableProxyProtocol: true,
    connectionPreference: 'ACCEPT_MANUAL',
    reconcileConnections: true,
    // nobody reaches a door by way of another network's hub
    propagatedConnectionLimit: 0,
    sendPropagatedConnectionLimitIfZero: true,
    consumerAcceptLists: Lazy.anyValue({
      produce: () => networks().map((network) => ({ network_url: network, connection_limit: 1 })),
    }),
  });

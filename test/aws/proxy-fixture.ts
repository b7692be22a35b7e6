import type { Stack } from 'aws-cdk-lib';
import type { Template } from 'aws-cdk-lib/assertions';
import { AuditTrail } from '../../lib/aws/audit-trail';
import { EgressNetwork, type EgressNetworkProps } from '../../lib/aws/egress-network';
import { EgressProxy, type EgressProxyProps } from '../../lib/aws/egress-proxy';
import { image, policy, stackOf, templateOf } from './fixture';

export interface Options extends Partial<EgressProxyProps> {
  readonly egress?: Partial<EgressNetworkProps>;
}

/** Proxies that admit one endpoint. */
export function proxyIn(stack: Stack, { egress, ...props }: Options = {}): EgressProxy {
  const audit = new AuditTrail(stack, 'Audit');
  const network = new EgressNetwork(stack, 'Egress', { audit, ...egress });
  const proxy = new EgressProxy(stack, 'Proxy', { policy, network, audit, image: image(stack, 'envoy'), ...props });
  proxy.admit(policy.agents.map(({ name }) => ({ agent: name, endpointIds: ['vpce-1'] })));
  return proxy;
}

/** The template of proxies by themselves. */
export function templateWith(props: (stack: Stack) => Options = () => ({})): Template {
  const stack = stackOf();
  proxyIn(stack, props(stack));
  return templateOf(stack);
}

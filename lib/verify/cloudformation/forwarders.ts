import type { Interface } from '../model/interface';
import { endpointServices } from './endpoints/endpoint-forwarders';
import { apiLinks } from './forwarders/api-links';
import { classicLoadBalancer } from './forwarders/classic-load-balancers';
import { type Balancing, loadBalancer } from './forwarders/load-balancers';
import { publicFronts } from './forwarders/public-fronts';
import { type Registration, registered } from './forwarders/target-groups';
import type { ResourceIndex } from './resource-index';

/** What the load balancers and endpoint services of a world need to know besides it. */
export interface ForwarderContext {
  /** What registers itself with target groups. */
  readonly registrations: readonly Registration[];
  /** Interfaces that targets may name by address. */
  readonly interfaces: readonly Interface[];
  /** This account's number. @default - not known */
  readonly account?: string;
}

/** Load balancers of both generations, endpoint services, and what brings the internet to either. */
export function forwarders(index: ResourceIndex, context: ForwarderContext): Balancing {
  const known = registered(context.registrations, context.interfaces);
  const all = [
    ...index.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer').map((each) => loadBalancer(index, each, known)),
    ...index.ofType('AWS::ElasticLoadBalancing::LoadBalancer').map((each) => classicLoadBalancer(index, each, known)),
    apiLinks(index),
  ];
  return {
    forwarders: [...all.flatMap((each) => each.forwarders), ...endpointServices(index, context.account), ...publicFronts(index)],
    interfaces: all.flatMap((each) => each.interfaces),
  };
}

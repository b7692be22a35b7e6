import type { Listener, Target } from '../../model/forwarder';
import { PortSet } from '../../traffic/port-set';
import { ServiceSet } from '../../traffic/service-set';
import { hop } from '../../world/hop';
import { isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { placedIn } from '../interfaces';
import { portOf } from '../reading/port-choice';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import { type Balancing, reachedFromInternet } from './load-balancers';
import type { Registered } from './target-groups';

/** A load balancer of the first generation, which passes its listeners' ports to its instances. */
export function classicLoadBalancer(index: ResourceIndex, balancer: Resource, known: Registered): Balancing {
  const { id, place, properties, doubt } = balancer;
  const internet = reachedFromInternet(index, balancer);
  const listeners = index.elements(properties.Listeners).map((listener) => classicListener(index, balancer, listener, known));
  const interfaces = placedIn(index, {
    owner: id,
    place,
    subnets: properties.Subnets,
    ...(properties.SecurityGroups !== undefined && { securityGroups: properties.SecurityGroups }),
    // "AWS::ElasticLoadBalancing::LoadBalancer": internet-facing where Scheme is left out
    publicIp: truth(index, properties.Scheme, ['internet-facing'], true),
    ...(doubt && { doubt }),
  });
  const forwarder = { id, aliases: [], place, listeners, admits: [], ...(internet && { internet }), ...(doubt && { doubt }) };
  return { forwarders: [forwarder], interfaces };
}

function classicListener(index: ResourceIndex, balancer: Resource, listener: Value, { byGroup }: Registered): Listener {
  if (!isFields(listener)) return { services: ServiceSet.tcp(PortSet.all), targets: [] };
  const { ports, doubt } = portOf(index, listener.InstancePort);
  const instances = index.elements(balancer.properties.Instances).map((value): Target => {
    const to = index.keyOf(value) ?? '';
    const reason = doubt ?? (index.get(to) ? undefined : { reason: `the instance '${to}' isn't in the inputs` });
    return { to, ports, hop: hop(balancer.place, `forwards to ${to}`), ...(reason && { doubt: reason }) };
  });
  const registered = (byGroup.get(balancer.id) ?? []).map(({ targetGroup: _, ...each }): Target => ({ ...each, ports }));
  return { services: ServiceSet.tcp(portOf(index, listener.LoadBalancerPort).ports), targets: [...instances, ...registered] };
}

import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import { isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { portOf } from '../reading/port-choice';
import type { ResourceIndex } from '../resource-index';

/** What a listener of a load balancer takes, by its protocol and port. */
export function listenerServices(index: ResourceIndex, { properties }: Resource): ServiceSet {
  const protocol = (index.keyOf(properties.Protocol) ?? 'TCP').toUpperCase();
  if (protocol === 'GENEVE') return ServiceSet.all;
  const { ports } = portOf(index, properties.Port);
  const [tcp, udp] = [ServiceSet.tcp(ports), ServiceSet.udp(ports)];
  if (['UDP', 'QUIC'].includes(protocol)) return udp;
  return ['TCP_UDP', 'TCP_QUIC'].includes(protocol) ? tcp.union(udp) : tcp;
}

/** A target group that a listener forwards to. */
export interface Forwarding {
  readonly group: Value;
  /** Set if the listener, or the rule that forwards, may be missing. */
  readonly doubt?: Doubt;
}

/** The target groups that a listener forwards to, by default or by one of its rules. */
export function forwardings(index: ResourceIndex, listener: Resource): readonly Forwarding[] {
  const rules = index.referring('AWS::ElasticLoadBalancingV2::ListenerRule', 'ListenerArn', listener.id);
  return [
    ...actionsOf(index, listener.properties.DefaultActions, listener.doubt),
    ...rules.flatMap(({ properties, doubt }) => actionsOf(index, properties.Actions, listener.doubt ?? doubt)),
  ];
}

const actionsOf = (index: ResourceIndex, property: Value | undefined, doubt?: Doubt): readonly Forwarding[] =>
  index
    .elements(property)
    .flatMap((action) => actionGroups(index, action))
    .map((group) => ({ group, ...(doubt && { doubt }) }));

function actionGroups(index: ResourceIndex, action: Value): readonly Value[] {
  // what can't be told may forward to anything
  if (!isFields(action)) return [action];
  const config = index.follow(action.ForwardConfig);
  const weighted = isFields(config)
    ? index.elements(config.TargetGroups).map((each) => (isFields(each) ? each.TargetGroupArn : each))
    : [];
  return [action.TargetGroupArn, ...weighted].flatMap((value) => index.elements(value));
}

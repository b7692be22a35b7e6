import type { Admission, Forwarder, Listener, Target } from '../../model/forwarder';
import { PortSet } from '../../traffic/port-set';
import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import { AnyOf, Text, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { listenerServices } from '../forwarders/listeners';
import { privateLinkSide } from '../forwarders/load-balancer-groups';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import type { NamedService } from './endpoint-service-name';

const balancerType = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** An endpoint that leads to an endpoint service: to its load balancers if the inputs make it, else to what they don't show. */
export function privateLink(index: ResourceIndex, { id, place, doubt }: Resource, service: NamedService): Forwarder {
  const base = { id, aliases: [], place, admits: [] };
  if (service.kind === 'own') return { ...base, listeners: serviceListeners(index, service.id, place), ...(doubt && { doubt }) };
  const name = service.kind === 'aws' ? service.service : service.name;
  return {
    ...base,
    listeners: [],
    doubt: { reason: `the service '${name}' behind the endpoint ${id} isn't in the inputs`, place },
  };
}

/** The endpoint services that the inputs make, as outsiders may use them. */
export const endpointServices = (index: ResourceIndex, account?: string): readonly Forwarder[] =>
  index.ofType('AWS::EC2::VPCEndpointService').map(({ id, place, doubt }) => ({
    id,
    aliases: [],
    place,
    listeners: serviceListeners(index, id, place),
    admits: admissions(index, id, account),
    ...(doubt && { doubt }),
  }));

function serviceListeners(index: ResourceIndex, id: string, place: Resource['place']): readonly Listener[] {
  return index
    .elements(index.get(id)?.properties.NetworkLoadBalancerArns)
    .flatMap((value) => balancerListeners(index, value, place));
}

function balancerListeners(index: ResourceIndex, value: Value, place: Resource['place']): readonly Listener[] {
  const to = hop(place, `leads to ${index.keyOf(value)}`);
  const balancer = index.resourceOf(value, balancerType);
  if (!balancer) return [everything(index.keyOf(value) ?? '', to)];
  return index.referring('AWS::ElasticLoadBalancingV2::Listener', 'LoadBalancerArn', balancer.id).map((listener) => {
    const services = listenerServices(index, listener);
    const ports = services.tcpPorts().union(services.udpPorts());
    const { doubt } = listener;
    return { services, targets: [{ ...target(privateLinkSide(index, balancer), ports, to), ...(doubt && { doubt }) }] };
  });
}

const everything = (id: string, hop: Hop): Listener => ({
  services: ServiceSet.all,
  targets: [{ ...target(id, PortSet.all, hop), doubt: { reason: `the load balancer '${id}' isn't in the inputs` } }],
});

const target = (to: string, ports: PortSet, hop: Hop): Target => ({ to, ports, hop });

/** "Configure an endpoint service": nobody but the principals that its permissions list, and its own account. */
function admissions(index: ResourceIndex, id: string, account?: string): readonly Admission[] {
  const service = index.get(id);
  // "AWS::EC2::VPCEndpointService": requests must be accepted where it is left out
  const byHand = service && truth(index, service.properties.AcceptanceRequired, ['true'], true);
  return index.referring('AWS::EC2::VPCEndpointServicePermissions', 'ServiceId', id).flatMap((permissions) =>
    index.elements(permissions.properties.AllowedPrincipals).map((value, position) => {
      const place = hop(permissions.place, `admits ${index.keyOf(value)}`, 'Properties', 'AllowedPrincipals', position);
      return admission(index, value, place, byHand === true, permissions, account);
    }),
  );
}

function admission(
  index: ResourceIndex,
  value: Value,
  hop: Hop,
  byHand: boolean,
  { doubt: missing }: Resource,
  account?: string,
): Admission {
  const owner = principalOwner(index, value, account);
  if (owner === 'account') return { who: 'account', hop };
  const accepted = byHand ? { reason: 'connections of other accounts are accepted by hand, outside the inputs' } : undefined;
  const doubt = missing ?? (typeof owner === 'object' ? owner : undefined) ?? accepted;
  return { who: 'foreign', hop, ...(doubt && { doubt }) };
}

/** What `keyOf` writes for this account's number. */
const ownAccount = /^\$\{AWS::AccountId\}$/;

/** Whose a principal is: of this account if its number is `AWS::AccountId`, or if it is a role or user that the inputs make. */
function principalOwner(index: ResourceIndex, value: Value, account?: string): 'account' | 'foreign' | Doubt {
  const text = index.keyOf(value) ?? '';
  if (/^AWS::IAM::/.test(index.get(text)?.type ?? '')) return 'account';
  const number = /^arn:(?:aws[a-z-]*|\$\{AWS::Partition\}):[a-z]+::(\$\{[^}]*\}|[^:]*):/.exec(text)?.[1];
  if (ownAccount.test(number ?? '') || (account !== undefined && number === account)) return 'account';
  if (text === '*' || (number !== undefined && account !== undefined)) return 'foreign';
  if (isFree(index, value)) return 'foreign';
  return { reason: `whether ${text} is of this account isn't known` };
}

/** Whether somebody may fill in another account at deployment. */
function isFree(index: ResourceIndex, value: Value): boolean {
  const followed = index.follow(value);
  const parts = followed instanceof Text ? followed.parts : [followed];
  return parts.some(
    (part) => part instanceof AnyOf && ['999999999999', '*', 'arn:aws:iam::999999999999:root'].some((text) => part.admits(text)),
  );
}

import { doubtIn } from '../../choice/truth';
import type { Firewall } from '../../model/firewall';
import type { Forwarder } from '../../model/forwarder';
import type { Interface } from '../../model/interface';
import { AddressSet } from '../../traffic/address-set';
import { PortSet } from '../../traffic/port-set';
import { ServiceSet } from '../../traffic/service-set';
import { type Hop, hop } from '../../world/hop';
import type { Place } from '../../world/place';
import type { Resource } from '../../world/world';
import { frontEndSources, frontEndSubnet } from '../forwarders/front-ends';
import { iamGrants } from '../identity/iam-grants';
import { roleContents } from '../identity/role-permissions';
import { interfaceId } from '../interface-id';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';

/** Where a serverless resource takes requests: Google's front ends hand them over at its ports, and firewall rules don't see them. */
export const requestInterface = ({ id, place }: Resource, ports: PortSet): Interface => ({
  id: interfaceId(id, frontEndSubnet),
  owner: id,
  place,
  subnet: frontEndSubnet,
  addresses: frontEndSources,
  groups: [],
  egress: [],
  ingress: [handedOver(place, ports)],
  publicSources: [],
  forwards: false,
});

const handedOver = (place: Place, ports: PortSet): Firewall => ({
  lists: [
    {
      rules: [
        {
          ...{ action: 'allow', priority: 0, services: ServiceSet.tcp(ports), remote: { addresses: AddressSet.all } },
          hop: hop(place, `takes requests at ${ports}`),
        },
      ],
    },
  ],
  otherwise: 'deny',
  hop: hop(place, 'takes nothing but requests'),
});

/** The URL that Google gives to a service: "Restrict ingress for Cloud Run" and "Allowing public (unauthenticated) access". */
export function publicUrl(index: ResourceIndex, service: Resource): Forwarder[] {
  const { id, place, properties } = service;
  const reached = truth(index, properties.ingress, ['ingress_traffic_all'], true);
  const invoked = openInvoker(index, service);
  if (reached === false || !invoked) return [];
  const doubt = doubtIn(reached);
  const targets = [{ to: id, ports: PortSet.all, hop: hop(place, 'takes the requests') }];
  const base = { id: `${id}.uri`, aliases: [], place, listeners: [{ services: ServiceSet.tcp(PortSet.of(80, 443)), targets }] };
  return [doubt ? { ...base, admits: [{ who: 'foreign', hop: invoked, doubt }] } : { ...base, internet: invoked, admits: [] }];
}

/** What lets anybody invoke a service: no check at all, or a role for all users. */
function openInvoker(index: ResourceIndex, { id, place, properties }: Resource): Hop | undefined {
  if (truth(index, properties.invoker_iam_disabled, ['true'], false) === true) return hop(place, 'takes requests from anybody');
  const open = iamGrants(index).find(({ on, members, role, place: at }) => {
    const contents =
      members.some((member) => member === 'allUsers' || member === 'allAuthenticatedUsers') && roleContents(index, role, at);
    return contents && (on.level === 'hierarchy' || on.key === id) && 'has' in contents && contents.has('run.routes.invoke');
  });
  return open && hop(open.place, `lets anybody invoke ${id}`);
}

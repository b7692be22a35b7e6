import { DnsManagedZone } from '@cdktf/provider-google/lib/dns-managed-zone';
import { DnsRecordSet } from '@cdktf/provider-google/lib/dns-record-set';
import type { Construct } from 'constructs';
import type { EgressPolicy } from '../policy/egress-policy';
import { AirlockConstruct } from './airlock-construct';
import type { INetwork } from './network-ref';
import { placementOf } from './placement';
import { resourceName } from './resource-name';

/** The addresses of `private.googleapis.com`: "Configure Private Google Access". */
export const googleAddresses = '199.36.153.8/30';

const addresses = ['199.36.153.8', '199.36.153.9', '199.36.153.10', '199.36.153.11'];

/**
 * Has a network's resolver answer the names of Google's APIs and of Artifact Registry by a few addresses that a firewall rule can name; otherwise
 * they are anywhere in Google's ranges.
 */
export class GoogleNames extends AirlockConstruct {
  constructor(scope: Construct, id: string, network: INetwork) {
    super(scope, id);
    for (const name of ['googleapis.com', 'pkg.dev']) zoneOf(this, network, name);
  }
}

/** One message for each destination at a regional endpoint, which has addresses of its own, and isn't served at these. */
export const regionalProblems = ({ destinations }: EgressPolicy): string[] =>
  destinations.flatMap(({ name, hosts }) =>
    hosts
      .filter(({ text }) => text.endsWith('.rep.googleapis.com'))
      .map(
        ({ text }) =>
          `destination '${name}': host must not be a regional endpoint in a network with tools, where *.googleapis.com leads to addresses that \
don't serve it: take the API's own name, or another EgressNetwork for the tools, got '${text}'`,
      ),
  );

function zoneOf(scope: Construct, network: INetwork, domain: string): void {
  const { project } = placementOf(scope);
  const zone = new DnsManagedZone(scope, domain, {
    project,
    name: resourceName(scope, 50).concat('-', domain.replace(/\W.*/, '')),
    dnsName: `${domain}.`,
    description: 'Names of Google’s APIs, at addresses that firewall rules can name',
    visibility: 'private',
    privateVisibilityConfig: { networks: [{ networkUrl: network.id }] },
  });
  // googleapis.com itself is nobody's: all its names are those of one API or another
  const answer = domain === 'googleapis.com' ? `private.${domain}.` : `${domain}.`;
  const record = (name: string, rest: { type: string; rrdatas: string[] }) =>
    new DnsRecordSet(scope, `${domain}-${rest.type}`, { project, managedZone: zone.name, name, ttl: 300, ...rest });
  record(answer, { type: 'A', rrdatas: addresses });
  record(`*.${domain}.`, { type: 'CNAME', rrdatas: [answer] });
}

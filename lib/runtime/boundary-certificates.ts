import { leafDocument, leafName } from '../envoy/intercept-certificates';
import type { Destination } from '../policy/destination';
import { CertificateAuthority } from './certificate-authority';
import type { Followed } from './followed-files';

/** What a proxy ends TLS with: the boundary's own authority, and a certificate for each intercept destination. */
export interface BoundaryCertificates {
  /** The authority's certificate, PEM. */
  readonly ca: string;
  /** A watched secret for each destination. */
  readonly leafs: readonly Followed[];
}

// as long as a proxy may run without a restart
const days = 365;

/** An authority and certificates that are made for one run, the authority's key being nowhere but in memory; none if nothing needs them. */
export async function ephemeralCertificates(destinations: readonly Destination[]): Promise<BoundaryCertificates | undefined> {
  const intercepts = destinations.filter(({ access }) => access === 'intercept');
  if (intercepts.length === 0) return undefined;
  const hosts = [...new Set(intercepts.flatMap(hostsOf))];
  const authority = await CertificateAuthority.create({ name: 'agent-airlock boundary', days, hosts });
  return { ca: authority.certificate, leafs: await Promise.all(intercepts.map((each) => leaf(each, authority))) };
}

async function leaf(destination: Destination, authority: CertificateAuthority): Promise<Followed> {
  const { name } = destination;
  const document = leafDocument(name, await authority.issue({ hosts: hostsOf(destination), days }));
  return { name: leafName(name), label: `certificate of destination '${name}'`, document };
}

const hostsOf = ({ hosts }: Destination) => hosts.map(({ text }) => text);

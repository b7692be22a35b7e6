import { StartError } from '../start-error';
import { authorityName, keptAuthority } from './boundary-authority';
import { bundle } from './bundle';
import { CertificateAuthority } from './certificate-authority';
import type { CertificateFolder } from './certificate-folder';
import { dueAt, lifeOf } from './certificate-life';
import { type LeafRequest, leafProblem } from './leaf';

export interface RenewalProps {
  readonly folder: CertificateFolder;
  readonly leaves: readonly LeafRequest[];
  /** How long a destination's certificate is valid, in days; no longer than the authority's. */
  readonly days: number;
  /** How long the authority's certificate is valid, in days. */
  readonly caDays: number;
  /** Whether everything is made anew, with new keys. */
  readonly all: boolean;
  readonly now: Date;
}

/** A certificate of the folder: `ca`, a destination's name or `bundle`. */
export interface Certificate {
  readonly name: string;
  /** Why it has to be made, or was made, anew; absent if it is good. */
  readonly because?: string;
}

/** What a renewal would make anew, and what is good; writes nothing. Throws a StartError if something there is not ours to replace. */
export async function plannedRenewal(props: RenewalProps): Promise<readonly Certificate[]> {
  return (await plan(props)).certificates;
}

/** Makes anew what has to be, and says what it did. Throws a StartError as `plannedRenewal` does, before anything is written. */
export async function renew(props: RenewalProps): Promise<readonly Certificate[]> {
  const { folder, leaves } = props;
  const { kept, certificates } = await plan(props);
  const [ca, ...others] = certificates;
  const authority = ca?.because === undefined && kept ? kept : await freshAuthority(props, kept);
  for (const leaf of leaves) {
    if (others.some(({ name, because }) => name === leaf.name && because !== undefined)) await issue(authority, leaf, props);
  }
  if (folder.text('bundle.pem') !== bundle(authority.certificate)) folder.write('bundle.pem', bundle(authority.certificate));
  return certificates;
}

/** The first day on which something of the folder is due again; what is not there is left out. */
export function nextRenewal(folder: CertificateFolder, leaves: readonly LeafRequest[]): Date {
  const texts = ['ca', ...leaves.map(({ name }) => name)].flatMap((name) => folder.text(`${name}.pem`) ?? []);
  return new Date(Math.min(...texts.map((text) => dueAt(lifeOf(text)).getTime())));
}

interface Plan {
  readonly kept?: CertificateAuthority;
  readonly certificates: readonly Certificate[];
}

async function plan({ folder, leaves, all, now }: RenewalProps): Promise<Plan> {
  const { authority: kept, because } = await keptAuthority(folder, hostsOf(leaves), now);
  if (!kept && folder.text('bundle.pem') !== undefined) {
    throw new StartError([
      `${folder.file('bundle.pem')} is there without ca.pem: move it away, or choose another folder by --output`,
    ]);
  }
  const reason = (problem: string | undefined) => problem ?? (all ? 'that was asked for' : undefined);
  const problems = leaves.map((leaf) => leafProblem(folder, leaf, kept?.certificate, now));
  const found = leaves.map(({ name }, index) => certificate(name, reason(problems[index])));
  return { kept, certificates: [certificate('ca', reason(because)), ...found] };
}

const certificate = (name: string, because: string | undefined): Certificate => ({
  name,
  ...(because !== undefined && { because }),
});

const hostsOf = (leaves: readonly LeafRequest[]): string[] => leaves.flatMap(({ hosts }) => hosts);

/** A new certificate for the same key, so that whoever trusts the old one still does; a new key only if that was asked for. */
async function freshAuthority({ folder, leaves, caDays, all }: RenewalProps, kept?: CertificateAuthority) {
  const props = { name: authorityName, days: caDays, hosts: hostsOf(leaves) };
  const fresh = kept && !all ? await kept.renewed(props) : await CertificateAuthority.create(props);
  folder.writePair('ca', { certificate: fresh.certificate, key: await fresh.privateKey() });
  return fresh;
}

async function issue(authority: CertificateAuthority, { name, hosts }: LeafRequest, { folder, days, now }: RenewalProps) {
  const left = (lifeOf(authority.certificate).until.getTime() - now.getTime()) / 86_400_000;
  folder.writePair(name, await authority.issue({ hosts, days: Math.min(days, left) }));
}

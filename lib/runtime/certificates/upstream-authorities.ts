import { statSync } from 'node:fs';
import type { AuthoritySource } from '../../envoy/bootstrap-props';
import { authorityDocument } from '../../envoy/upstreams/upstream-verification';
import { fileProblem } from '../../policy/file-problem';
import type { Followed } from '../followed-files';
import { placeOf, readSource, type SecretSource } from '../secrets/secret-source';
import { StartError } from '../start-error';
import { checkCertificates } from './certificate-text';
import { trustedCertificates } from './trusted-ca';

const trustedName = 'trusted';
const certificateName = (certificate: string): string => `certificate-${certificate}`;

/**
 * The authorities that upstreams are verified with: `upstreamCa` or the public ones, and a certificate of the policy's `upstream.ca`
 * for each source. Files are followed, the public ones and variables are read once. Throws a StartError with all that can't be had.
 */
export async function upstreamAuthorities(
  upstreamCa: string | undefined,
  certificates: ReadonlyMap<string, SecretSource>,
): Promise<readonly Followed[]> {
  const settled = await Promise.allSettled([trusted(upstreamCa), ...[...certificates].map(named)]);
  const problems = settled.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).message] : []));
  if (problems.length > 0) throw new StartError(problems);
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** Where Envoy finds them in `directory`; a certificate without a source of its own is the trusted one. */
export function authoritySources(authorities: readonly Followed[], certificates: readonly string[], directory: string) {
  const own = (name: string) => authorities.find((one) => one.name === certificateName(name))?.name ?? trustedName;
  const source = (name: string): AuthoritySource => ({ name, directory });
  return {
    trustedCa: source(trustedName),
    certificates: Object.fromEntries(certificates.map((name) => [name, source(own(name))])),
  };
}

async function trusted(upstreamCa: string | undefined): Promise<Followed> {
  const read = async () => authorityDocument(trustedName, trustedCertificates(upstreamCa));
  const label = '--upstream-ca';
  // a pipe can be read once only
  const isFollowed = upstreamCa !== undefined && statSync(upstreamCa, { throwIfNoEntry: false })?.isFile();
  return { name: trustedName, label, document: await read(), ...(isFollowed && { read }) };
}

async function named([certificate, source]: readonly [string, SecretSource]): Promise<Followed> {
  const [name, label] = [certificateName(certificate), `certificate '${certificate}'`];
  const read = async () => authorityDocument(name, await certificatesIn(source, label));
  return { name, label, document: await read(), ...(source.kind === 'file' && { read }) };
}

async function certificatesIn(source: SecretSource, label: string): Promise<string> {
  try {
    const text = await readSource(source);
    checkCertificates(text);
    return text;
  } catch (error) {
    throw new Error(`${label}: ${placeOf(source)} can't be used: ${fileProblem(error)}`);
  }
}

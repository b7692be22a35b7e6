import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileProblem } from '../../policy/file-problem';
import { StartError } from '../start-error';
import { checkCertificates } from './certificate-text';

// where Linux distributions, the BSDs and macOS keep them; Go's crypto/x509 looks in the same places
const systemBundles = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
];

/** Path of the system's bundle of public certificate authorities, if it has one in a well-known place. */
export const systemBundle = (): string | undefined => systemBundles.find((path) => existsSync(path));

/**
 * PEM certificates of the authorities that may vouch for upstreams: those in `upstreamCa` and no others if it is given, as
 * curl's --cacert; else SSL_CERT_FILE or the system's bundle or Node's own, and those in NODE_EXTRA_CA_CERTS.
 * Throws a StartError if one that is named can't be used.
 */
export function trustedCertificates(upstreamCa: string | undefined, environment: NodeJS.ProcessEnv = process.env): string {
  if (upstreamCa !== undefined) return named('--upstream-ca', upstreamCa);
  const { SSL_CERT_FILE: own, NODE_EXTRA_CA_CERTS: extra } = environment;
  const publicOnes = own ? named('SSL_CERT_FILE', own) : bundled();
  return extra ? `${publicOnes}\n${named('NODE_EXTRA_CA_CERTS', extra)}` : publicOnes;
}

function bundled(): string {
  const path = systemBundle();
  return path === undefined ? rootCertificates.join('\n') : readFileSync(path, 'utf8');
}

function named(option: string, path: string): string {
  try {
    const text = readFileSync(resolve(path), 'utf8');
    checkCertificates(text);
    return text;
  } catch (error) {
    throw new StartError([`${option} must be a file of PEM certificates: '${path}' can't be used: ${fileProblem(error)}`]);
  }
}

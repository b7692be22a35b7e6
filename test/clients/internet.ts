import { join } from 'node:path';
import { messagesAnswer } from '../../bin/demo/messages-answer';
import type { CertificateAuthority } from '../../lib/runtime/certificate-authority';
import { type GitServer, gitServer } from '../stand-ins/git-server';
import { npmRegistry } from '../stand-ins/npm-registry';
import { pythonIndex } from '../stand-ins/python-index';
import { type SeenRequest, startUpstream, type Upstream, type UpstreamAnswer } from '../stand-ins/upstream';
import { hosts, type Site } from './sites';

/** What every secret holds, and nothing else does. */
export const secretMark = 'real-0123456789';

/** The secret of that name, which only the proxy holds. */
export const secretOf = (name: string): string => `${secretMark}-${name}`;

/** Stand-ins for all sites. */
export interface Internet extends Upstream {
  readonly git: GitServer;
}

type Answering = (request: SeenRequest) => UpstreamAnswer | Promise<UpstreamAnswer>;

export interface InternetProps {
  readonly authority: CertificateAuthority;
  /** Empty folder for what they serve. */
  readonly folder: string;
  /** Whether they turn away who comes without the proxy's credential. */
  readonly asksForCredential: boolean;
}

/** Starts them on one free loopback port. */
export async function startInternet({ authority, folder, asksForCredential }: InternetProps): Promise<Internet> {
  const git = gitServer(join(folder, 'git'), 'acme/tools');
  const sites: Readonly<Record<Site, Answering>> = {
    claude,
    'git-fetch': git.answer,
    'npm-read': npmRegistry(join(folder, 'npm'), `https://${hosts['npm-read']}`),
    'pip-read': pythonIndex(join(folder, 'python')),
    site: () => ({ body: 'hello from upstream' }),
  };
  const answer = (request: SeenRequest) => {
    const site = siteOf(request);
    if (!site) return { status: 404, body: 'nobody here has that name' };
    const isWelcome = !asksForCredential || hasCredential(site, request);
    return isWelcome ? sites[site](request) : { status: 401, body: 'no credential' };
  };
  const upstream = await startUpstream({ ...(await authority.issue({ hosts: Object.values(hosts) })), answer });
  return { ...upstream, git };
}

/** The site that a request is for, by TLS's server name and by Host. */
export const siteOf = ({ serverName, headers }: SeenRequest): Site | undefined =>
  (Object.keys(hosts) as Site[]).find((site) => hosts[site] === serverName && hosts[site] === headers.host);

/** Whether a request carries the credential of a site. */
export function hasCredential(site: Site, { headers }: SeenRequest): boolean {
  if (site === 'claude') return headers['x-api-key'] === secretOf('anthropic-api-key');
  if (site !== 'git-fetch') return headers.authorization === `Bearer ${secretOf(`${site}-token`)}`;
  return headers.authorization === `Basic ${Buffer.from(`x-access-token:${secretOf('github-token')}`).toString('base64')}`;
}

function claude({ method, url, body }: SeenRequest): UpstreamAnswer {
  const { status, headers, parts } = messagesAnswer({ method, path: url, body });
  return { status, headers, body: parts.join('') };
}

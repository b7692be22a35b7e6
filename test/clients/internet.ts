import { join } from 'node:path';
import type { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { expectedAuthorization } from '../envoy/credentials/expected-authorization';
import { bedrockAnswer } from '../stand-ins/bedrock-runtime';
import { gitServer } from '../stand-ins/git-server';
import { type MetadataServer, startMetadataServer } from '../stand-ins/metadata-server';
import { npmRegistry } from '../stand-ins/npm-registry';
import { pythonIndex } from '../stand-ins/python-index';
import { toolAskingAnswer } from '../stand-ins/tool-asking-model';
import { type SeenRequest, startUpstream, type Upstream, type UpstreamAnswer } from '../stand-ins/upstream';
import { awsKeys, secretOf } from './secrets';
import { hosts, type Site } from './sites';

/** Stand-ins for all sites. */
export interface Internet extends Upstream {
  /** Gives whoever asks an access token for Google's sites. */
  readonly metadata: MetadataServer;
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
  const sites: Readonly<Record<Site, Answering>> = {
    bedrock: bedrockAnswer,
    claude: ({ method, url, body }) => modelAnswer(method, url, body),
    'git-fetch': gitServer(join(folder, 'git'), 'acme/tools'),
    'npm-read': npmRegistry(join(folder, 'npm'), `https://${hosts['npm-read']}`),
    'pip-read': pythonIndex(join(folder, 'python')),
    site: () => ({ body: 'hello from upstream' }),
    vertex: ({ method, body }) => modelAnswer(method, '/v1/messages', body),
  };
  const answer = async (request: SeenRequest) => {
    const site = siteOf(request);
    if (!site) return { status: 404, body: 'nobody here has that name' };
    const isWelcome = !asksForCredential || (await hasCredential(site, request));
    return isWelcome ? sites[site](request) : { status: 401, body: 'no credential' };
  };
  const upstream = await startUpstream({ ...(await authority.issue({ hosts: Object.values(hosts) })), answer });
  const metadata = await startMetadataServer({ access_token: secretOf('vertex-token'), expires_in: 3600 });
  const close = async () => void (await Promise.all([upstream.close(), metadata.close()]));
  return { ...upstream, metadata, close };
}

/** The site that a request is for, by TLS's server name and by Host. */
export const siteOf = ({ serverName, headers }: SeenRequest): Site | undefined =>
  (Object.keys(hosts) as Site[]).find((site) => hosts[site] === serverName && hosts[site] === headers.host);

/** Whether a request carries the credential of a site. */
export async function hasCredential(site: Site, request: SeenRequest): Promise<boolean> {
  const { authorization, 'x-api-key': key } = request.headers;
  if (site === 'claude') return key === secretOf('anthropic-api-key');
  return authorization === (await authorizationOf(site, request));
}

async function authorizationOf(site: Site, request: SeenRequest): Promise<unknown> {
  if (site === 'bedrock') return expectedAuthorization(request, signer);
  if (site !== 'git-fetch') return `Bearer ${secretOf(`${site}-token`)}`;
  return `Basic ${Buffer.from(`x-access-token:${secretOf('github-token')}`).toString('base64')}`;
}

const signer = {
  accessKeyId: awsKeys.AWS_ACCESS_KEY_ID,
  secretAccessKey: awsKeys.AWS_SECRET_ACCESS_KEY,
  service: 'bedrock',
  region: 'eu-west-1',
};

/** The Messages API's answer, at whatever path it's asked. */
function modelAnswer(method: string, path: string, body: string): UpstreamAnswer {
  const { status, headers, parts } = toolAskingAnswer(method, path, body);
  return { status, headers, body: parts.join('') };
}

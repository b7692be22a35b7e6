import { sdsDocument } from '../../envoy/credentials/credential-secret';
import { accessTokenName } from '../../envoy/credentials/google';
import type { Agent } from '../../policy/agent';
import type { Followed } from '../followed-files';
import { StartError } from '../start-error';
import { type AccessToken, GoogleToken } from './google-token';
import { type ResolvingAgentProps, resolvingAgent } from './resolving-agent';

// nobody asks for it; where it's missing, the library runs gcloud each time to find out
const projectId = 'none';
const cloudPlatform = 'https://www.googleapis.com/auth/cloud-platform';

/**
 * An access token for each destination that needs one, by Google's application default credentials: GOOGLE_APPLICATION_CREDENTIALS, gcloud's
 * file, or the metadata server. Throws a StartError if there are none, or google-auth-library isn't installed.
 */
export async function googleCredentials({ destinations }: Agent, props: ResolvingAgentProps): Promise<readonly Followed[]> {
  const files = destinations.map(async ({ name, credential }) =>
    credential?.type === 'google-access-token' ? [await tokenFile(name, credential.scopes ?? [cloudPlatform], props)] : [],
  );
  return (await Promise.all(files)).flat();
}

async function tokenFile(destination: string, scopes: readonly string[], props: ResolvingAgentProps): Promise<Followed> {
  const { GoogleAuth } = await library(destination);
  const agent = resolvingAgent(props);
  const asked = async (): Promise<AccessToken> => {
    // made anew each time, so that a key file that was replaced is read again
    const auth = new GoogleAuth({
      projectId,
      scopes: [...scopes],
      ...(agent && { clientOptions: { transporterOptions: { agent } } }),
    });
    const client = await auth.getClient();
    const { token } = await client.getAccessToken();
    if (!token || !/^[\x21-\x7e]+$/.test(token)) throw new Error('the answer holds no token');
    return { token, expiresAt: client.credentials.expiry_date ?? Date.now() };
  };
  const ask = () => within15s(asked()).catch((error) => Promise.reject(new Error(oneLine(error))));
  const token = await GoogleToken.first(ask).catch(({ message }: Error) => {
    throw new StartError([`${needs(destination)} Google credentials: set GOOGLE_APPLICATION_CREDENTIALS (${message})`]);
  });
  const name = accessTokenName(destination);
  const read = async () => sdsDocument(name, token.current());
  return {
    name,
    label: `the access token of '${destination}'`,
    document: await read(),
    withdrawn: sdsDocument(name, ''),
    read,
  };
}

const needs = (destination: string): string => `destination '${destination}' needs`;

async function library(destination: string): Promise<typeof import('google-auth-library')> {
  try {
    return await import('google-auth-library');
  } catch {
    throw new StartError([`${needs(destination)} the package google-auth-library: npm install google-auth-library`]);
  }
}

// an answer without a body leaves the library's message empty
const oneLine = ({ message, status }: Error & { readonly status?: number }): string =>
  message.split('\n')[0]?.slice(0, 200) || `status ${status}`;

async function within15s<T>(promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer within 15 s')), 15_000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

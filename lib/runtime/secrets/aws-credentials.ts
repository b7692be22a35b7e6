import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Agent } from '../../policy/agent';
import type { Followed } from '../followed-files';
import { StartError } from '../start-error';
import { checkedKeys, keysOfProfile, noProfile, profileText } from './aws-profile';
import { readSource } from './secret-source';

/** Name of the file that Envoy reads AWS credentials from. */
export const awsCredentialsFile = 'aws-credentials';

/**
 * The credentials that requests to AWS are signed with, if the agent's destinations need some: `AWS_ACCESS_KEY_ID` and its companions, else
 * the profile `AWS_PROFILE` of `AWS_SHARED_CREDENTIALS_FILE`, as AWS's own tools look, and nowhere else. Throws a StartError if there are none.
 */
export async function awsCredentials(
  { destinations }: Agent,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<readonly Followed[]> {
  const signing = destinations.find(({ credential }) => credential?.type === 'aws-sigv4');
  if (!signing) return [];
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = environment;
  const read = id || secret ? () => fromVariables(environment) : () => fromFile(environment);
  const [name, label] = [awsCredentialsFile, 'the key for AWS'];
  try {
    const followed = { name, file: name, label, document: await read(), withdrawn: noProfile };
    return [id || secret ? followed : { ...followed, read }];
  } catch (error) {
    throw new StartError([
      `destination '${signing.name}' needs AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_SHARED_CREDENTIALS_FILE and AWS_PROFILE (${(error as Error).message})`,
    ]);
  }
}

async function fromVariables(environment: NodeJS.ProcessEnv): Promise<string> {
  const keys = {
    aws_access_key_id: environment.AWS_ACCESS_KEY_ID,
    aws_secret_access_key: environment.AWS_SECRET_ACCESS_KEY,
    aws_session_token: environment.AWS_SESSION_TOKEN,
  };
  return profileText(checkedKeys(keys, (key) => `${key.toUpperCase()} is not set`));
}

async function fromFile({ AWS_SHARED_CREDENTIALS_FILE: file, AWS_PROFILE: profile }: NodeJS.ProcessEnv): Promise<string> {
  const path = file ? resolve(file) : join(homedir(), '.aws', 'credentials');
  try {
    return profileText(keysOfProfile(await readSource({ kind: 'file', path }), profile || 'default'));
  } catch (error) {
    throw new Error(`${path} can't be used: ${(error as Error).message}`);
  }
}

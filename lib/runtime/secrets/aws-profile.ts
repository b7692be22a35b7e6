/** Keys that requests to AWS are signed with. */
export interface AwsKeys {
  readonly aws_access_key_id: string;
  readonly aws_secret_access_key: string;
  /** Of temporary credentials. */
  readonly aws_session_token?: string;
}

/** The keys of one profile in a file of AWS's format; throws an Error that says what is missing. */
export function keysOfProfile(text: string, profile: string): AwsKeys {
  const keys = profileIn(text, profile);
  if (!keys) throw new Error(`it has no profile '${profile}'`);
  return checkedKeys(keys, (key) => `profile '${profile}' has no ${key}`);
}

/** The same keys once they are known to be usable; `without` says that one is missing. */
export function checkedKeys(keys: Readonly<Record<string, string | undefined>>, without: (key: string) => string): AwsKeys {
  const { aws_access_key_id, aws_secret_access_key, aws_session_token } = keys;
  if (!aws_access_key_id) throw new Error(without('aws_access_key_id'));
  if (!aws_secret_access_key) throw new Error(without('aws_secret_access_key'));
  const all = { aws_access_key_id, aws_secret_access_key, ...(aws_session_token && { aws_session_token }) };
  for (const [key, value] of Object.entries(all)) {
    // the value isn't shown; one with a line end could add keys of its own
    if (!/^[\x21-\x7e]+$/.test(value)) throw new Error(`${key} must be printable ASCII without spaces`);
  }
  return all;
}

/** A file of AWS's format with these keys as its default profile. */
export const profileText = (keys: AwsKeys): string =>
  `[default]\n${Object.entries(keys)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')}`;

/** A file that holds no keys. Envoy goes on signing with the last ones when the file is empty or gone, but not when its profile is. */
export const noProfile = '[default]\n';

/** What a profile says, the last word on each key; undefined if there is no such profile. */
function profileIn(text: string, profile: string): Record<string, string> | undefined {
  const blocks = text.split(/^[ \t]*(?=\[)/m).filter((block) => /^\[\s*(.*?)\s*\]/.exec(block)?.[1] === profile);
  if (blocks.length === 0) return undefined;
  const lines = blocks.flatMap((block) => [...block.matchAll(/^[ \t]*([a-z_]+)[ \t]*=[ \t]*(.*?)[ \t]*\r?$/gim)]);
  return Object.fromEntries(lines.map(([, key = '', value = '']) => [key.toLowerCase(), value]));
}

import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scratchFolder } from '../../runtime/scratch';
import type { Signer } from './expected-authorization';

type Keys = Pick<Signer, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;

/** A file of AWS credentials as Envoy reads it. */
export class AwsCredentialsFile {
  readonly path = join(scratchFolder(), 'aws-credentials');

  constructor(keys: Keys) {
    this.put(keys);
  }

  /** Renames a new file over it, as `run` does; without keys its profile is empty. */
  put(keys?: Keys): void {
    const lines = keys && [
      `aws_access_key_id=${keys.accessKeyId}`,
      `aws_secret_access_key=${keys.secretAccessKey}`,
      ...(keys.sessionToken ? [`aws_session_token=${keys.sessionToken}`] : []),
    ];
    writeFileSync(`${this.path}.new`, `${['[default]', ...(lines ?? [])].join('\n')}\n`, { mode: 0o600 });
    renameSync(`${this.path}.new`, this.path);
  }
}

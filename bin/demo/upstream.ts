import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { StandInModel } from './stand-in-model';

/** Of the example, whose policy is that of both clouds. */
export const policyFile = join(__dirname, '..', '..', 'examples', 'aws-fargate-claude', 'airlock.yaml');
export const modelHost = 'api.anthropic.com';
// made up for the demo, and a key of nobody's
export const injectedKey = 'sk-ant-demo-held-by-the-proxy-only';

/** The stand-in for the model's API, and what a proxy needs to reach it. */
export interface Upstream {
  readonly model: StandInModel;
  /** File with the authority that vouches for it. */
  readonly ca: string;
  /** File with the proxy's key. */
  readonly key: string;
}

/** Starts one that takes `taken` alone, with its files in a folder, for as long as `use` takes. */
export async function withUpstream<T>(folder: string, use: (upstream: Upstream) => Promise<T>, taken = injectedKey): Promise<T> {
  const [ca, key] = [join(folder, 'ca.pem'), join(folder, 'key')];
  const authority = await CertificateAuthority.create({ name: 'agent-airlock demo' });
  const model = await StandInModel.start({ authority, key: taken, pause: () => pause(30) });
  try {
    writeFileSync(ca, authority.certificate);
    writeFileSync(key, injectedKey, { mode: 0o600 });
    return await use({ model, ca, key });
  } finally {
    await model.close();
  }
}

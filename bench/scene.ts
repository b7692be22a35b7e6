import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CertificateAuthority, type IssuedCertificate } from '../lib/runtime/certificates/certificate-authority';
import { findEnvoy } from '../lib/runtime/envoy/envoy-binary';
import { host } from './job';
import { type Placement, takePlace } from './placement';
import { startUpstream, type Upstream } from './upstream';

/** What every contender is given. */
export interface Scene {
  /** Folder of this run, removed at its end. */
  readonly folder: string;
  readonly upstream: Upstream;
  /** The upstream's certificate and its key. */
  readonly identity: IssuedCertificate;
  /** Vouches for the upstream, and for a proxy that stands in for it. */
  readonly authority: CertificateAuthority;
  /** File of its certificate. */
  readonly trustedCa: string;
  /** Path of Envoy. */
  readonly envoy: string;
  readonly placement?: Placement;
}

/** Does something with an upstream that runs, and leaves nothing behind. */
export async function withScene<T>(progress: (line: string) => void, use: (scene: Scene) => Promise<T>): Promise<T> {
  const envoy = await findEnvoy({ progress });
  const folder = mkdtempSync(join(tmpdir(), 'airlock-bench-'));
  // a program that gives up root must still reach its own folder in it
  chmodSync(folder, 0o711);
  try {
    const placement = await takePlace();
    const authority = await CertificateAuthority.create({ name: 'agent-airlock bench' });
    const trustedCa = join(folder, 'ca.pem');
    writeFileSync(trustedCa, authority.certificate);
    const identity = await authority.issue({ hosts: [host, 'localhost'] });
    const upstream = await startUpstream(folder, identity);
    return await use({ folder, upstream, identity, authority, trustedCa, envoy, placement }).finally(() => upstream.stop());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

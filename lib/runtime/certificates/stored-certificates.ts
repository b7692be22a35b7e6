import { X509Certificate } from 'node:crypto';
import type { CertificateFolder } from './certificate-folder';
import type { SecretStore } from './secret-store';

const file = 'stored.json';

/** Remembers which certificate each store was given last, in the folder's `stored.json`: what didn't get there is tried again. */
export class StoredCertificates {
  private readonly fingerprints: Record<string, Record<string, string>>;

  constructor(private readonly folder: CertificateFolder) {
    this.fingerprints = parsed(folder.text(file));
  }

  /** Whether the store has the certificate that the folder has now. */
  has({ text }: SecretStore, certificate: string): boolean {
    const current = this.current(certificate);
    return current !== undefined && this.fingerprints[text]?.[certificate] === current;
  }

  add({ text }: SecretStore, certificate: string): void {
    this.fingerprints[text] = { ...this.fingerprints[text], [certificate]: this.current(certificate) ?? '' };
    this.folder.write(file, `${JSON.stringify(this.fingerprints, null, 2)}\n`, 0o600);
  }

  private current(certificate: string): string | undefined {
    const text = this.folder.text(`${certificate}.pem`);
    return text === undefined ? undefined : new X509Certificate(text).fingerprint256;
  }
}

function parsed(text = '{}'): Record<string, Record<string, string>> {
  try {
    return JSON.parse(text);
  } catch {
    // at worst everything is stored once more
    return {};
  }
}

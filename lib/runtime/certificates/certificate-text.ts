import { X509Certificate } from 'node:crypto';

/** Throws an Error if `text` isn't one PEM certificate or several, all whole. */
export function checkCertificates(text: string): void {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const marks = text.match(/-----(BEGIN|END) CERTIFICATE-----/g) ?? [];
  if (marks.length === 0) throw new Error('it holds no PEM certificate');
  if (marks.length !== 2 * blocks.length || !blocks.every(isWhole)) {
    throw new Error('it holds a PEM certificate that is damaged');
  }
}

function isWhole(block: string): boolean {
  try {
    return new X509Certificate(block).raw.length > 0;
  } catch {
    return false;
  }
}

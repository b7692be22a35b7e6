/**
 * The certificate of a boundary's own authority, as PEM text. Throws an Error if it isn't one certificate, or if it brings its key; the text
 * isn't repeated, as it may be one.
 */
export function boundaryAuthority(ca: string): string {
  if (/PRIVATE KEY/.test(ca))
    throw new Error('interception.ca must be the certificate alone: its key stays where it was made, got a key');
  if (/^-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*$/.test(ca)) return ca;
  throw new Error('interception.ca must be one PEM certificate, the text of ca.pem, got something else');
}

const certificate = [
  'MIIBSzCB86ADAgECAgEBMAoGCCqGSM49BAMCMB4xHDAaBgNVBAMTE3BsYWNlaG9sZGVyLmludmFsaWQwHhcNMjYwMTAxMDAwMDAw',
  'WhcNMjYwMTAyMDAwMDAwWjAeMRwwGgYDVQQDExNwbGFjZWhvbGRlci5pbnZhbGlkMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE',
  '2zuMyJLkRbv3OQbNZZJxcwlRpT/qXAj+rWDcdPmMQiybDrLFY/3v/tRqYfZena4ykhvvpWJuvH3zb1J9vd+FbKMiMCAwHgYDVR0R',
  'BBcwFYITcGxhY2Vob2xkZXIuaW52YWxpZDAKBggqhkjOPQQDAgNHADBEAiAMG1QvrXwatkKrpZUd+zf21IHbXJZaTHTMp+5k1KM4',
  'JwIgBZZ30JO4RZMB902KcdKQoLobBHX1KDUvH10GIEwEsXo=',
].join('');

const key = [
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgsLUCb8yqHwrQ8kXs3nqcrlxkMpnjlLZ8KXBjgUE+UkShRANCAATb',
  'O4zIkuRFu/c5Bs1lknFzCVGlP+pcCP6tYNx0+YxCLJsOssVj/e/+1Gph9l6drjKSG++lYm68ffNvUn2934Vs',
].join('');

/**
 * A certificate of nobody's for `placeholder.invalid`, expired, with its key, which everybody may know: Envoy starts with it until the real one is
 * stored, and no client takes it.
 */
export const placeholderCertificate = {
  certificate: pem('CERTIFICATE', certificate),
  key: pem('PRIVATE KEY', key),
} as const;

function pem(what: string, base64: string): string {
  const lines = base64.match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${what}-----`, ...lines, `-----END ${what}-----`, ''].join('\n');
}

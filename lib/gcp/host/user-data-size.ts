/** Bytes that a value of an instance's metadata may have: Compute Engine, "About VM metadata", limitations. */
const mostBytes = 262_144;

/** Why a host's user data can't be deployed, if so; `whose` is the host. Tokens in it count by their placeholders. */
export function userDataProblems(whose: string, userData: string): string[] {
  const bytes = Buffer.byteLength(userData);
  if (bytes <= mostBytes) return [];
  return [`user data of ${whose} must be ${mostBytes} bytes at most, fewer destinations or certificates, got ${bytes}`];
}

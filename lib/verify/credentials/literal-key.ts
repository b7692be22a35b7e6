/** What known keys look like, each with the name that its vendor gives it. */
const knownKeys: readonly (readonly [name: string, shape: RegExp])[] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['an Anthropic key', /\bsk-ant-[A-Za-z0-9_-]{6,}/],
  ['an OpenAI key', /\bsk-(?:proj-|svcacct-)?[A-Za-z0-9_-]{20,}/],
  ['a GitHub token', /\b(?:gh[opusr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,})/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{16,}/],
  ['a Slack token', /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/],
  ['a private key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ['a Google API key', /\bAIza[A-Za-z0-9_-]{30,}/],
  ['a Google OAuth token', /\bya29\.[A-Za-z0-9_-]{20,}/],
  ['a JSON web token', /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/],
  ['an npm token', /\bnpm_[A-Za-z0-9]{30,}/],
  ['a PyPI token', /\bpypi-[A-Za-z0-9_-]{16,}/],
  ['a Hugging Face token', /\bhf_[A-Za-z0-9]{20,}/],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{16,}/],
  ['a SendGrid key', /\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/],
  ['a Docker token', /\bdckr_pat_[A-Za-z0-9_-]{16,}/],
];

/** `scheme://user:password@host`. */
const urlWithPassword = /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]*:([^\s/@'"]+)@/gi;

/** What a text holds that looks like a key for certain, such as `a GitHub token`; undefined if nothing does. */
export function keyIn(text: string): string | undefined {
  const known = knownKeys.find(([, shape]) => matches(text, shape));
  if (known) return known[0];
  const passwords = [...text.matchAll(urlWithPassword)].map(([, password = '']) => password);
  return passwords.some((password) => !isPlaceholder(password)) ? 'a password in a URL' : undefined;
}

/** A stand-in with a key's beginning, such as `sk-ant-placeholder`, is no key. */
const matches = (text: string, shape: RegExp): boolean => {
  const [found] = shape.exec(text) ?? [];
  return found !== undefined && !/placeholder|dummy|fake|unused|not-?used|not-?needed/i.test(found);
};

/** Stands where a client insists on a value, or where something else puts one in. */
export const isPlaceholder = (text: string): boolean =>
  /place-?_?holder|change-?_?me|dummy|example|fake|unused|not-?_?(?:used|needed|a-?_?(?:real|secret))|replace|your[-_]|redacted|^(?:none|null|test|x+|\*+|<.*>|\$.*|%.*)$/i.test(
    text,
  );

import { isIP } from 'node:net';

/** A checked host pattern: an exact name or address, or one leading `*.` label over a name. Lower case. */
export interface HostPattern {
  readonly text: string;
  readonly wildcard: boolean;
}

/** The pattern in lower case; throws an Error that says what is wrong with `text` and what to write. */
export function parseHostPattern(text: string): HostPattern {
  const problem = hostProblem(text.toLowerCase());
  if (problem) throw new Error(`host ${problem}, got '${text}'`);
  return { text: text.toLowerCase(), wildcard: text.startsWith('*.') };
}

/** Whether the pattern is an IPv4 or IPv6 literal. */
export const isAddress = (pattern: HostPattern): boolean => isIP(pattern.text) !== 0;

/** Whether `host` is the pattern's name or, for a wildcard, exactly one label under it; case is ignored. */
export function hostMatches(pattern: HostPattern, host: string): boolean {
  const name = host.toLowerCase();
  if (!pattern.wildcard) return name === pattern.text;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === pattern.text.slice(1);
}

/** Whether every host that `inner` matches is also matched by `outer`. */
export function hostCovers(outer: HostPattern, inner: HostPattern): boolean {
  return outer.text === inner.text || (!inner.wildcard && hostMatches(outer, inner.text));
}

/** Whether some host is matched by both; a wildcard is one label, so two patterns overlap only if one covers the other. */
export const hostsOverlap = (a: HostPattern, b: HostPattern): boolean => hostCovers(a, b) || hostCovers(b, a);

function hostProblem(text: string): string | undefined {
  if (isIP(text)) return text.includes('%') ? 'must be an address without a zone' : undefined;
  if (/[^\x20-\x7e]/.test(text)) return 'must be given in ASCII: write an international name as punycode (xn--…)';
  if (/^\[.*\]$/.test(text)) return 'must be an IPv6 address without brackets';
  if (/[:/?#@]/.test(text)) return 'must be a name alone, without scheme, port, path or user';
  if (text.endsWith('.')) return 'must not end with a dot';
  return wildcardProblem(text) ?? nameProblem(text.replace(/^\*\./, ''));
}

function wildcardProblem(text: string): string | undefined {
  const rest = text.replace(/^\*\./, '');
  if (!text.includes('*')) return undefined;
  if (rest !== '*' && rest.includes('*')) return "may hold one wildcard only, as a whole leading label: a name or '*.name'";
  return rest.includes('.') ? undefined : "must be a name or '*.name' with at least two labels";
}

function nameProblem(name: string): string | undefined {
  const labels = name.split('.');
  if (name.length > 253) return 'must be 253 characters at most';
  if (name.includes('_')) return 'must not hold _: TLS certificates cannot name such a host';
  const long = labels.find((label) => label.length > 63);
  if (long) return 'must have labels of 63 characters at most';
  if (!labels.every((label) => /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(label))) {
    return 'must be labels of a-z, 0-9 and inner -, joined by dots';
  }
  // resolvers read 127.1, 0x7f.1 and 2130706433 as addresses
  return /^(\d+|0x[0-9a-f]*)$/.test(labels.at(-1) ?? '') ? 'must be a name, or an address written in full' : undefined;
}

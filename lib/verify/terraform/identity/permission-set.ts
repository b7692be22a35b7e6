/** Permissions as a role lists them: names in which `*` stands for any letters. */
export interface PermissionSet {
  readonly has: (permission: string) => boolean;
}

export const nothing: PermissionSet = { has: () => false };

/** A set from a text of names and patterns, of which those with a `-` are taken away. */
export function permissionSet(text: string): PermissionSet {
  const words = text.split(/\s+/).filter(Boolean);
  const [without, within] = [
    words.filter((word) => word.startsWith('-')).map((word) => word.slice(1)),
    words.filter((word) => !word.startsWith('-')),
  ];
  const [given, taken] = [matcher(within), matcher(without)];
  return { has: (permission) => given(permission) && !taken(permission) };
}

function matcher(patterns: readonly string[]): (permission: string) => boolean {
  const exact = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const shapes = patterns.filter((pattern) => pattern.includes('*')).map((pattern) => pattern.split('*'));
  return (permission) => exact.has(permission) || shapes.some((parts) => fits(permission, parts));
}

/** Whether a name has the parts of a pattern in order, the first at its beginning and the last at its end. */
function fits(name: string, [first = '', ...rest]: readonly string[]): boolean {
  const last = rest.at(-1) ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  const end = name.length - last.length;
  let at = first.length;
  for (const part of rest.slice(0, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

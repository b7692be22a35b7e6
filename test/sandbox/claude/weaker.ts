// biome-ignore lint/suspicious/noExplicitAny: settings that tests change anywhere
type Settings = any;

/** How a test weakens managed settings, in order to see that it would notice. */
export type Change = (settings: Settings) => void;

/** Without some keys, here or in a part such as `sandbox.network`. */
export const without =
  (...paths: readonly string[]): Change =>
  (settings) => {
    for (const path of paths) {
      const parts = path.split('.');
      const key = parts.pop() ?? '';
      delete parts.reduce((part, name) => part[name], settings)[key];
    }
  };

/** Without some rules that deny. */
export const undenied =
  (...rules: readonly string[]): Change =>
  ({ permissions }) => {
    permissions.deny = permissions.deny.filter((rule: string) => !rules.some((start) => rule.startsWith(start)));
  };

/** What a rule allows needs nobody who agrees to it, which there is none of in a test. */
export const allowing =
  (...rules: readonly string[]): Change =>
  ({ permissions }) =>
    permissions.allow.push(...rules);

export const all =
  (...changes: readonly Change[]): Change =>
  (settings) => {
    for (const change of changes) change(settings);
  };

export const unsandboxed: Change = all(without('sandbox'), allowing('Bash'));

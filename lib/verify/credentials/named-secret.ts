import { isPlaceholder } from './literal-key';

const passwordNames = /(?:^|[_.-])(?:password|passwd|passphrase|pwd|pgpassword)$/i;
const keyNames = /(?:^|[_.-])(?:api_?key|secret_?key|access_?key|private_?key|key|token|secret|credentials?)$/i;
const otherNames = /public|partition|sort|primary|foreign|cache|hash|object|s3_|prefix|name|url|arn|alias/i;

/** Whether a variable's name says that it holds a secret, and its text could be nothing else. */
export function isNamedSecret(name: string, text: string): boolean {
  const spelled = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  if (otherNames.test(spelled) || isPlaceholder(text) || isLocation(text) || /\s/.test(text)) return false;
  if (passwordNames.test(spelled)) return text.length >= 8 && kindsOfCharacters(text) >= 2;
  return keyNames.test(spelled) && text.length >= 20 && kindsOfCharacters(text) >= 2 && entropy(text) >= 3;
}

/** A URL, an ARN, a path or a host's name says where something is. */
const isLocation = (text: string): boolean =>
  /^(?:[a-z][a-z0-9+.-]*:\/\/|arn:|[./~]|[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?$)/.test(text);

const kindsOfCharacters = (text: string): number =>
  [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(text)).length;

/** Shannon's entropy, in bits a character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / text.length) * Math.log2(count / text.length), 0);
}

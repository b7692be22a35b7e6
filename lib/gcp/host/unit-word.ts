/**
 * A word of a command in a systemd unit, which systemd gives to the program as it is: no specifier and no variable in it is replaced
 * (systemd.service, "Command lines"; systemd.syntax, "Quoting").
 */
export function unitWord(word: string): string {
  const plain = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w./:=@,%$+-]+$/.test(plain) ? plain : `"${plain.replace(/[\\"\n\r\t]/g, (sign) => escapes[sign] ?? sign)}"`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

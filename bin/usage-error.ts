/** What commander says against a command line, in one line that ends with where more is said. */
export function usageError(said: string, [name = '']: readonly string[], names: readonly string[]): string {
  const line = said.trim().replace('\n(', ' (').replace(/\.$/, '');
  const isOfCommand = name === 'run' && /unknown option '[^']*'$/.test(line);
  const ofCommand = isOfCommand ? "; COMMAND's own options come after --" : '';
  return `${line}${ofCommand}: see agent-airlock ${names.includes(name) ? `${name} ` : ''}--help\n`;
}

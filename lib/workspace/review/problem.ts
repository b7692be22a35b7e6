/** Why something could not be applied, for its user: without paths by descriptors, which say nothing to anybody. */
export function problemOf({ code, syscall, message }: NodeJS.ErrnoException): string {
  if (syscall === undefined) return message;
  const said = message.replace(/, \w+ '.*$/s, '');
  const isDenied = code === 'EACCES' || code === 'EPERM';
  return isDenied ? `its folder or what is there may not be changed by you: chmod u+w it, or apply as its owner (${said})` : said;
}

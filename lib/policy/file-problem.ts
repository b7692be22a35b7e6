const words: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'what should be a folder is a file',
  EEXIST: 'something else is there',
  EACCES: 'this user may not',
  EPERM: 'this user may not',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
};

/** Why a file can't be read or written, in words; what the system says where there are none, without its code and call. */
export const fileProblem = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const [line = ''] = message.split('\n');
  return words[code] ?? /^E[A-Z0-9]+: ([^,]+)/.exec(line)?.[1] ?? line;
};

import type { HostFile } from './cloud-config';

/** Whether a file is a service's unit. */
export const isUnit = ({ path }: HostFile): boolean => /^\/(etc|run|usr\/lib|lib)\/systemd\/system\/[^/]+\.service$/.test(path);

/** The lines of a unit; a backslash at the end of one goes on ("systemd.syntax"). */
export const joinedLines = (text: string): readonly string[] => text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);

/** The command lines that a unit runs by one setting, such as `ExecStart`. */
export function commandsOf(text: string, setting: string): readonly string[] {
  return joinedLines(text).flatMap((line) => {
    const [, name, value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return name === setting ? [value] : [];
  });
}

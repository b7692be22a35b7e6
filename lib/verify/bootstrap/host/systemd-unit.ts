import type { HostFile } from './cloud-config';

/** Whether a file is a service's unit. */
export const isUnit = ({ path }: HostFile): boolean => /^\/(etc|run|usr\/lib|lib)\/systemd\/system\/[^/]+\.service$/.test(path);

/** The command lines that a unit runs by one setting, such as `ExecStart`; a backslash at the end of a line goes on ("systemd.syntax"). */
export function commandsOf(text: string, setting: string): readonly string[] {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  return lines.flatMap((line) => {
    const [, name, value = ''] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    return name === setting ? [value] : [];
  });
}

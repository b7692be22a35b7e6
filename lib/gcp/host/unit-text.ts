/** A section of a systemd unit; a list is a setting that is given several times. */
export type UnitSection = Readonly<Record<string, string | readonly string[]>>;

/** The text of a systemd unit. */
export function unitText(sections: Readonly<Record<string, UnitSection>>): string {
  return Object.entries(sections)
    .map(([name, section]) => [`[${name}]`, ...Object.entries(section).flatMap(setting), ''].join('\n'))
    .join('\n');
}

const setting = ([name, value]: [string, string | readonly string[]]): readonly string[] =>
  [value].flat().map((each) => `${name}=${each}`);

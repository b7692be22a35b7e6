/** The variable of a host's settings that names the image; it may be known only when it is deployed. */
export const imageVariable = 'AIRLOCK_IMAGE';

export interface ContainerProps {
  readonly name: string;
  /** UID:GID */
  readonly user: string;
  /** What is asked of Docker besides, `--name=value`. @default - nothing */
  readonly options?: readonly string[];
  /** @default - what the image says */
  readonly command?: readonly string[];
}

/**
 * The command line for systemd that runs the host's image: with nothing writable, no capability, and no way to gain any. What it prints is
 * written before it goes on, and taken from there to Cloud Logging.
 */
export function dockerRun({ name, user, options = [], command = [] }: ContainerProps): string {
  const words = ['run', '--rm', `--name=${name}`, `--user=${user}`, ...confined, ...logged(name), ...options];
  [...words, ...command].forEach(refuseUnquoted);
  return ['/usr/bin/docker', ...words, `\${${imageVariable}}`, ...command].join(' ');
}

const confined = ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges', '--pull=never'];
const logged = (name: string): readonly string[] => [
  ...['--log-driver=json-file', '--log-opt=mode=blocking', '--log-opt=max-size=50m', '--log-opt=max-file=4'],
  // what says in a line whose it is: without it, entries may have the container's id alone
  `--log-opt=tag=${name}`,
];

// systemd would take `$`, `%`, quotes, backslashes and spaces for its own
function refuseUnquoted(word: string): void {
  if (!/^[\w=:.,/@+-]+$/.test(word)) throw new Error(`a word of the container's command must be plain, got '${word}'`);
}

/** What a container is started with. */
export interface ContainerRun {
  /** Places in the container, and the host's folder or file that is seen there; undefined: something else. */
  readonly mounts: readonly { readonly target: string; readonly source?: string }[];
  /** What is started instead of the image's program. */
  readonly entrypoint?: string;
  /** What is given to the program. */
  readonly words: readonly string[];
}

/** Options of `docker run` that stand alone: "docker container run". */
const flags: ReadonlySet<string> = new Set(['--rm', '--read-only', '--init', '-d', '--detach', '--privileged']);

/** Options whose value counts. */
const mounting: ReadonlySet<string> = new Set(['-v', '--volume', '--mount', '--tmpfs']);

/** Options that take the next word, unless they have their value after `=`. */
const valued: ReadonlySet<string> = new Set([
  ...mounting,
  ...[
    '--name',
    '-u',
    '--user',
    '--network',
    '--net',
    '-e',
    '--env',
    '--env-file',
    '--log-driver',
    '--log-opt',
    '-w',
    '--workdir',
  ],
  ...['--security-opt', '--cap-drop', '--cap-add', '-m', '--memory', '--cpus', '--pids-limit', '--ulimit', '--pull', '--restart'],
  ...[
    '--entrypoint',
    '--stop-timeout',
    '--stop-signal',
    '--hostname',
    '-l',
    '--label',
    '-p',
    '--publish',
    '--group-add',
    '--cgroup-parent',
  ],
]);

/**
 * The container that a command line starts, as systemd splits it; undefined if it isn't `docker run`, or if it can't be told for certain what the
 * words mean.
 */
export function containerRun(line: string): ContainerRun | undefined {
  const words = line.trim().split(/\s+/);
  // quotes, escapes, comments, specifiers and variables that systemd splits into words would make other words of them
  if (words.some((word) => /["'\\%;#]/.test(word) || /\$(?!\{\w+\}$)|\$\{\w+\}./.test(word))) return undefined;
  if (!/^-?(\/usr\/bin\/)?docker$/.test(words[0] ?? '') || words[1] !== 'run') return undefined;
  return afterOptions(words.slice(2), { mounts: [], words: [] });
}

function afterOptions(words: readonly string[], run: ContainerRun): ContainerRun | undefined {
  const [word, next, ...others] = words;
  if (word === undefined || word === '--') return undefined;
  if (!word.startsWith('-')) return withWords(run, words.slice(1));
  const [name = '', ...value] = word.split('=');
  // a value may also stand right behind a short option
  if (!/^(--[a-z][a-z0-9-]*|-[A-Za-z])$/.test(name)) return undefined;
  // it brings mounts that nobody sees here
  if (name === '--volumes-from') return undefined;
  if (value.length > 0) return afterOptions(words.slice(1), withOption(run, name, value.join('=')));
  if (flags.has(name)) return afterOptions(words.slice(1), run);
  return next !== undefined && valued.has(name) ? afterOptions(others, withOption(run, name, next)) : undefined;
}

const withWords = (run: ContainerRun, words: readonly string[]): ContainerRun | undefined =>
  words.some((word) => word.includes('$')) ? undefined : { ...run, words };

function withOption(run: ContainerRun, name: string, value: string): ContainerRun {
  if (name === '--entrypoint') return { ...run, entrypoint: value };
  return { ...run, mounts: [...run.mounts, ...mounted(name, value)] };
}

function mounted(option: string, value: string): ContainerRun['mounts'] {
  if (!mounting.has(option)) return [];
  if (option === '--tmpfs') return [{ target: value.split(':')[0] ?? '' }];
  if (option === '--mount') return [byFields(value)];
  const [source = '', target] = value.split(':');
  // a volume without a name is filled from the image
  return [target === undefined ? { target: source } : { target, ...(source.startsWith('/') && { source }) }];
}

function byFields(value: string): ContainerRun['mounts'][number] {
  const fields = new Map(value.split(',').map((field) => [field.split('=')[0], field.split('=').slice(1).join('=')] as const));
  const at = (...names: string[]) => names.map((name) => fields.get(name)).find((found) => found !== undefined);
  const source = fields.get('type') === 'bind' ? at('source', 'src') : undefined;
  return { target: at('target', 'destination', 'dst') ?? '', ...(source !== undefined && { source }) };
}

/** The host's path of what a container sees at one; undefined if it isn't the host's, or can't be told. */
export function hostPath({ mounts }: ContainerRun, path: string): string | undefined {
  const at = mounts.map(({ target, source }) => ({ target: target.replace(/(?<=.)\/$/, ''), source }));
  if (![path, ...at.map(({ target }) => target)].every(isPlain)) return undefined;
  const over = at.filter(({ target }) => path === target || path.startsWith(`${target.replace(/\/$/, '')}/`));
  const longest = over.reduce((length, { target }) => Math.max(length, target.length), 0);
  const [mount, ...others] = over.filter(({ target }) => target.length === longest);
  if (mount?.source === undefined || others.length > 0) return undefined;
  return mount.source.replace(/\/$/, '') + path.slice(mount.target.replace(/\/$/, '').length);
}

/** Whether a path is absolute and has one spelling. */
const isPlain = (path: string): boolean => path.startsWith('/') && !/\/\.{0,2}(\/|$)/.test(path.replace(/^\/$/, '/root'));

import { placeholder } from '../placeholder';
import type { CloudConfig, HostFile } from './cloud-config';
import { type ContainerRun, containerRun, hostPath } from './docker-run';
import { commandsOf, isUnit, joinedLines } from './systemd-unit';

/** A configuration of Envoy among a host's files. */
export interface HostBootstrap {
  readonly text: string;
  /** Why Envoy may run with something else. @default - this is what it is started with */
  readonly doubt?: string;
}

/** The files of a host that look like a configuration of Envoy; in no doubt is the one that its one unit starts Envoy with. */
export function hostBootstraps(config: CloudConfig): HostBootstrap[] {
  const found = config.files.filter(({ text }) => text !== undefined && /\bstatic_resources\b/.test(text));
  const started = startedFile(config);
  return found.map((file) => {
    const doubt = doubtOf(config, file, started, found);
    return { text: file.text ?? '', ...(doubt !== undefined && { doubt }) };
  });
}

interface Started {
  readonly unit: HostFile;
  /** Of the host. */
  readonly path?: string;
}

/** What the units start Envoy with: one for each command that names a configuration. */
const startedFile = ({ files }: CloudConfig): readonly Started[] =>
  files.filter(isUnit).flatMap((unit) => {
    const commands = commandsOf(unit.text ?? '', 'ExecStart');
    const configured = commands.filter((command) => /(^|\s)(-c|--config-\w+)\b/.test(command));
    return configured.map((command) => ({ unit, ...pathOf(commands.length === 1 ? command : '') }));
  });

/** "Envoy command line options": of a path and a text, both count. */
function pathOf(command: string): { readonly path?: string } {
  const run = containerRun(command);
  const words = run?.words.flatMap((word) => (/^--config-path=/.test(word) ? word.split('=') : [word])) ?? [];
  const options = words.flatMap((word, index) => (/^(-c|--config-)/.test(word) ? [index] : []));
  const [at = -1, ...others] = options;
  if (!run || !isEnvoy(run) || others.length > 0 || !['-c', '--config-path'].includes(words[at] ?? '')) return {};
  const path = hostPath(run, words[at + 1] ?? '');
  return path === undefined ? {} : { path };
}

/** Whether it is Envoy that reads the words: the image's program by itself, or what is named. */
function isEnvoy({ entrypoint, words: [first = '-'] }: ContainerRun): boolean {
  const named = /^(\/[\w/.-]*\/)?envoy$/;
  if (entrypoint !== undefined) return named.test(entrypoint) && first.startsWith('-');
  return first.startsWith('-') || named.test(first);
}

function doubtOf(
  { files, commands, doubt }: CloudConfig,
  file: HostFile,
  started: readonly Started[],
  found: readonly HostFile[],
): string | undefined {
  const [start, ...others] = started;
  if (doubt !== undefined) return doubt;
  if (others.length > 0 || found.length > 1) return 'its host has several configurations';
  if (!start || start.path !== file.path) return "it can't be told whether Envoy is started with it";
  const twice = [start.unit, file].find(({ path }) => files.filter((each) => nameOf(each.path) === nameOf(path)).length > 1);
  if (twice) return `its host is given ${twice.path} twice`;
  if ([start.unit, file].some(({ text }) => text?.includes(placeholder))) return 'what is deployed in it is chosen at deployment';
  const opaque = files.find(({ text }) => text === undefined);
  if (opaque) return `what its host's file ${opaque.path} says can't be read`;
  return meddling(files, commands, start.unit, file);
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What else on the host names the configuration, or a unit's definition, or starts a container: it may change what Envoy runs with. */
function meddling(
  files: readonly HostFile[],
  commands: readonly string[],
  unit: HostFile,
  { path }: HostFile,
): string | undefined {
  const container = /\bdocker\s+(container\s+)?(run|create|start|exec|cp)\b/;
  const isSuspect = (text: string) => text.includes(nameOf(path)) || text.includes('systemd/system') || container.test(text);
  const dropIn = files.find((each) => each.path.includes(`${nameOf(unit.path)}.d/`));
  if (dropIn) return `its host is given ${dropIn.path}, which changes how Envoy is started`;
  const others = files.map((each) => (each === unit ? { path: unit.path, text: withoutStart(unit.text) } : each));
  const other = others.find((each) => each.path !== path && isSuspect(each.text ?? ''));
  if (other) return `its host's file ${other.path} may change it`;
  return commands.some(isSuspect) ? 'a command of its host may change it' : undefined;
}

/** What a unit says besides the one command that starts Envoy. */
const withoutStart = (text = ''): string =>
  joinedLines(text)
    .filter((line) => !/^\s*ExecStart\s*=/.test(line))
    .join('\n');

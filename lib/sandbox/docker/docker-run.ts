import { shellWord } from '../../runtime/shell-word';
import type { AgentContainer } from './agent-container';
import { type ContainerSetting, seccompPrefix } from './container-setting';
import type { Mount, MountSource } from './mount';

/**
 * The words of `docker run` as a shell reads them, up to the command of the agent. `$here` is the folder of the files beside it, `$sockets` that of
 * the proxy's sockets, `$authorities` the file of what the agent trusts.
 */
export function dockerRun({ image, settings, mounts, environment, entrypoint }: AgentContainer): readonly string[] {
  const [program = '', ...words] = entrypoint;
  return [
    ...settings.map(optionWord),
    ...mounts.map(mountWord),
    ...Object.entries(environment).map(([name, value]) => shellWord(`--env=${name}=${value}`)),
    // the image's own would start something before the bridge
    ...[`--entrypoint=${program}`, image, ...words].map(shellWord),
  ];
}

function optionWord({ option, value }: ContainerSetting): string {
  if (!value.startsWith(seccompPrefix)) return shellWord(`--${option}=${value}`);
  return `--${option}=${seccompPrefix}"$here"/${value.slice(seccompPrefix.length)}`;
}

function mountWord(mount: Mount): string {
  const target = field(`target=${mount.target}`);
  if (mount.type === 'empty') return `${shellWord(`--mount=type=tmpfs,${target},tmpfs-size=4096,tmpfs-mode=0555,readonly`)}`;
  const rest = [target, 'bind-recursive=disabled', ...(mount.isReadOnly ? ['readonly'] : [])];
  return `--mount=type=bind,${sourceWord(mount.source)}${shellWord(`,${rest.join(',')}`)}`;
}

function sourceWord(source: MountSource): string {
  switch (source.from) {
    case 'sockets':
      return 'source="$sockets"';
    case 'authorities':
      return 'source="$authorities"';
    case 'beside':
      return `source="$here"/${source.name}`;
    case 'machine':
      return shellWord(field(`source=${source.path}`));
  }
}

// Docker reads a mount as one line of CSV
const field = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

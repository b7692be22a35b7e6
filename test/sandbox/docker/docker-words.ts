import { dockerOptions, engineOptions } from './docker-options';
import { dockerDefaults, type OciConfig } from './oci-config';

/** A `docker run`, read as Docker's command line reads it. */
export interface DockerRun {
  readonly options: readonly (readonly [name: string, value: string])[];
  readonly image: string;
  readonly args: readonly string[];
}

/** Throws an Error for an option that it doesn't know. */
export function readDockerRun(words: readonly string[]): DockerRun {
  const first = words.findIndex((word) => !word.startsWith('-'));
  const options = words.slice(0, first).map((word): [string, string] => {
    const [, name = '', value = 'true'] = /^--([a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (!(name in dockerOptions) && !engineOptions.includes(name))
      throw new Error(`what does the option '${word}' mean in a bundle?`);
    return [name, value];
  });
  return { options, image: words[first] ?? '', args: words.slice(first + 1) };
}

/** The bundle that Docker would make of it. */
export function bundleOf({ options, args }: DockerRun, root: string, cgroup: string): OciConfig {
  const config = dockerDefaults(root, cgroup);
  config.process.args = [...args];
  const inOrder = [...options].sort(([one], [other]) => later.indexOf(one) - later.indexOf(other));
  for (const [name, value] of inOrder) dockerOptions[name]?.(config, value);
  config.mounts = config.mounts
    .map((mount, index) => ({ mount, index }))
    .sort((a, b) => depth(a.mount) - depth(b.mount) || a.index - b.index)
    .map(({ mount }) => mount);
  return config;
}

// what a user has of capabilities hangs on what was dropped, and what comes before the command on what the command is
const later = ['user', 'entrypoint', 'init'];

// as Docker sorts them: what is mounted in a folder comes after the folder
const depth = ({ destination }: { destination: string }) => destination.split('/').length;

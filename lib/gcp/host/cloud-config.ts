import type { HostFile } from './host-file';

export interface CloudConfigProps {
  readonly files: readonly HostFile[];
  /** Units that are started at every boot, without waiting for them. */
  readonly start: readonly string[];
}

/**
 * What makes a host of Container-Optimized OS what it is, as its metadata `user-data`. The system's /etc starts empty at each boot, and this is
 * applied each time (Container-Optimized OS, "Creating and configuring instances").
 */
export function cloudConfig({ files, start }: CloudConfigProps): string {
  const commands = [
    ['systemctl', 'daemon-reload'],
    ['systemctl', 'start', '--no-block', ...start],
  ];
  return [
    '#cloud-config',
    'write_files:',
    ...files.flatMap(entry),
    'runcmd:',
    ...commands.map((words) => `- ${JSON.stringify(words)}`),
    '',
  ].join('\n');
}

function entry({ path, content }: HostFile): readonly string[] {
  // YAML and the shell would both read more into other characters
  if (!/^(\/[\w.@-]+)+$/.test(path)) throw new Error(`path must be absolute and plain, got '${path}'`);
  const head = [`- path: ${path}`, "  permissions: '0644'", '  owner: root:root'];
  if (content.kind === 'lines') return [...head, '  content: |', ...content.lines.map((line) => `    ${line}`)];
  return [...head, '  encoding: b64', `  content: ${Buffer.from(content.text).toString('base64')}`];
}

import type { Change } from '../../lib/workspace/review/change';
import { visible } from '../../lib/workspace/review/visible';

const words: Readonly<Record<Change['kind'], string>> = {
  created: 'created',
  changed: 'changed',
  deleted: 'deleted',
  'mode changed': 'mode',
  'type changed': 'type',
};

/** One change in a line: what happened, the path, what it is, and a mark if it must be named to be applied. */
export function changeLine(change: Change): string {
  const { kind, path, runBy } = change;
  const told = [...facts(change), ...(runBy === undefined ? [] : [`! run by ${runBy}: applied only if it is named`])];
  return `${words[kind].padEnd(8)} ${visible(path)}${told.length === 0 ? '' : `  (${told.join(', ')})`}`;
}

function facts({ kind, from, to, mode, target, sizes }: Change): readonly string[] {
  if (kind === 'deleted') return from === 'file' ? [] : [from ?? ''];
  const octal = mode?.toString(8);
  if (kind === 'mode changed') return [`${to} ${octal}`];
  return [
    ...(kind === 'type changed' ? [`${from} before`] : []),
    ...(to === 'link' ? [`link to ${visible(target ?? '')}`] : []),
    ...(to === 'folder' ? ['folder'] : []),
    ...(to === 'other' ? ['neither file, folder nor link: not applied'] : []),
    ...(sizes ? [kind === 'changed' ? `${sizes[0]} to ${sizes[1]} bytes` : `${sizes[1]} bytes`] : []),
    ...(to === 'file' && (mode ?? 0) & 0o111 ? ['executable'] : []),
    ...((to === 'file' || to === 'folder') && (mode ?? 0) & 0o002 ? ['writable by everybody'] : []),
  ];
}

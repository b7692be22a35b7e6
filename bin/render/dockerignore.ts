import { dockerignore as text } from '../../lib/workspace/dockerignore';
import type { Rendered } from './rendered';

/** The .dockerignore of a folder that images are built from; it is the same for every policy. */
export function dockerignore(): Rendered {
  const notes = [
    'it goes by names alone: a remote with a password and other contents are found by agent-airlock workspace DIR',
    'lines that follow decide: to let one in, add !PATH at the end',
  ];
  return { text: text(), mode: 0o644, notes };
}

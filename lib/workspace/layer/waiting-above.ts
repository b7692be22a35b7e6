import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { layerPlace } from './place';

/** The nearest folder above a workspace for which something waits: whoever asks may stand in a part of it. */
export function waitingAbove(workspace: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const above = dirname(workspace);
  if (above === workspace) return undefined;
  return isWaiting(above, environment) ? above : waitingAbove(above, environment);
}

function isWaiting(workspace: string, environment: NodeJS.ProcessEnv): boolean {
  try {
    return readdirSync(layerPlace(workspace, environment).upper).length > 0;
  } catch {
    return false;
  }
}

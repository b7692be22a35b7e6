import { HeldLocks } from '../held-locks';
import type { LayerPlace } from './place';

/** Holds a layer for this process until it lets go or ends. Throws an Error if another process holds it. */
export async function lockedLayer({ lock, workspace }: LayerPlace): Promise<HeldLocks> {
  const held = await HeldLocks.take([{ path: lock, isShared: false }]);
  if (held) return held;
  throw new Error(`changes to a workspace can be worked with by one at a time: wait for the other, got '${workspace}'`);
}

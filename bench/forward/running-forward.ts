import type { Contender, Running } from '../contender';
import { answered, type Download } from './curl';

/** A contender that hands on what curl fetches. */
export interface RunningForward extends Running {
  readonly download: Download;
}

export type ForwardContender = Contender<RunningForward>;

/** Throws unless the upstream's file comes through, and nothing else does. */
export async function checkForward({ download }: RunningForward): Promise<void> {
  const allowed = await answered(download);
  if (allowed !== '200') throw new Error(`must hand on what the policy allows, got ${allowed}`);
  if (download.proxy === undefined) return;
  const other = await answered({ ...download, host: 'other.example' });
  if (other === '200') throw new Error('must refuse a host outside the policy, got its answer');
}

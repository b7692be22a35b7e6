import { blob } from '../job';
import { processorTime } from '../processes';
import { megabytesPerSecond } from './curl';
import type { RunningForward } from './running-forward';

/** What one round gave for one contender. */
export interface Measured {
  /** Megabytes a second of one download. */
  readonly speed: number;
  /** Milliseconds of the contender's own processor time a gigabyte; undefined where that isn't known. */
  readonly processor?: number;
}

/** One download. */
export async function measureDownload({ download, pid }: RunningForward): Promise<Measured> {
  const used = () => (pid === undefined ? undefined : processorTime(pid));
  const before = used();
  const speed = await megabytesPerSecond(download);
  const after = used();
  if (before === undefined || after === undefined) return { speed };
  return { speed, processor: (after - before) / 1000 / (blob.bytes / 1e9) };
}

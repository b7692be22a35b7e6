import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

// short, as the path of a Unix socket has 107 bytes
const prefix = 't-';

/** Gives a run of the tests a temporary folder of its own and removes it afterwards, as CDK and CDKTF leave what they synthesize there. */
export default function temporaryFolder(): (() => void) | undefined {
  // each project of the configuration sets up
  if (basename(tmpdir()).startsWith(prefix)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), prefix));
  // other users' programs are among what the tests start
  chmodSync(folder, 0o1777);
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

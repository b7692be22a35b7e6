import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The bridge's one file outside of sandboxes, to be mounted at `places.bridge`. Throws an Error if the package wasn't built. */
export function bridgeFile(): string {
  const folder = __filename.endsWith('.ts') ? join(__dirname, '../../../dist/lib/sandbox/bridge') : __dirname;
  const file = join(folder, 'bridge.js');
  if (!existsSync(file)) throw new Error(`the bridge must be compiled by 'npm run build' first, got no '${file}'`);
  return file;
}

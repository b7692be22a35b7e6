import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OciMount } from './oci-config';

/** Where the image has a folder that anybody may write to, and a program that is root's whoever starts it, as careless images do. */
export const careless = { folder: '/opt/open', program: '/opt/id' } as const;

const shared = ['usr', 'bin', 'sbin', 'lib', 'lib64', 'etc'].filter((folder) => existsSync(`/${folder}`));

/** Makes a folder that stands in for an image; its programs are this machine's. */
export function imageOfThisMachine(): string {
  const root = mkdtempSync(join(tmpdir(), 'airlock-image-'));
  for (const folder of ['proc', 'sys', 'dev', 'run', 'tmp', 'home/agent', 'workspace', careless.folder, ...shared]) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  chmodSync(root, 0o755);
  chmodSync(join(root, careless.folder), 0o777);
  copyFileSync('/usr/bin/id', join(root, careless.program));
  chmodSync(join(root, careless.program), 0o4755);
  return root;
}

/** What of this machine must be mounted into it. */
export const sharedMounts: readonly OciMount[] = shared.map((folder) => ({
  destination: `/${folder}`,
  type: 'bind',
  source: `/${folder}`,
  options: ['bind', 'rprivate', 'ro'],
}));

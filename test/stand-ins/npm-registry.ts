import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeenRequest, UpstreamAnswer } from './upstream';

/** A stand-in for an npm registry at an https origin, which holds the package `greeting` 1.0.0 and takes publications. */
export function npmRegistry(folder: string, origin: string): (request: SeenRequest) => UpstreamAnswer {
  const tarball = packed(folder);
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const dist = { tarball: `${origin}/greeting/-/greeting-1.0.0.tgz`, integrity };
  const versions = { '1.0.0': { ...manifest, dist } };
  const document = JSON.stringify({ name: manifest.name, 'dist-tags': { latest: '1.0.0' }, versions });
  return ({ method, url }) => {
    if (method === 'PUT') return json('{"success":true}');
    if (url === '/greeting') return json(document);
    if (url === new URL(dist.tarball).pathname) return { headers: { 'content-type': 'application/octet-stream' }, body: tarball };
    return { ...json('{"error":"not found"}'), status: 404 };
  };
}

const manifest = { name: 'greeting', version: '1.0.0', main: 'index.js' };

const json = (body: string): UpstreamAnswer => ({ headers: { 'content-type': 'application/json' }, body });

function packed(folder: string): Buffer {
  mkdirSync(join(folder, 'package'), { recursive: true });
  writeFileSync(join(folder, 'package', 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package', 'index.js'), "module.exports = 'hello from npm';\n");
  execFileSync('tar', ['-czf', 'greeting.tgz', 'package'], { cwd: folder });
  return readFileSync(join(folder, 'greeting.tgz'));
}

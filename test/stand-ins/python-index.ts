import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SeenRequest, UpstreamAnswer } from './upstream';

const wheel = 'greeting-1.0.0-py3-none-any.whl';

/**
 * A stand-in for a Python package index, which holds the package `greeting` 1.0.0 under /root/simple/ and its wheel under /root/files/ and /private/;
 * https://packaging.python.org/en/latest/specifications/simple-repository-api/
 */
export function pythonIndex(folder: string): (request: SeenRequest) => UpstreamAnswer {
  mkdirSync(folder, { recursive: true });
  execFileSync('python3', [join(__dirname, 'make_wheel.py'), join(folder, wheel)]);
  const file = { headers: { 'content-type': 'application/octet-stream' }, body: readFileSync(join(folder, wheel)) };
  const page = { headers: { 'content-type': 'text/html' }, body: `<!DOCTYPE html><a href="/root/files/${wheel}">${wheel}</a>` };
  return ({ url }) => {
    if (url === '/root/simple/greeting/') return page;
    return url === `/root/files/${wheel}` || url === `/private/${wheel}` ? file : { status: 404, body: 'not found' };
  };
}

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SeenRequest, UpstreamAnswer } from './upstream';

/**
 * A stand-in for a host of git repositories, by git's own CGI program. It has one repository, with one commit whose subject is `first`, at `path`
 * below the folder, and takes pushes from whoever asks.
 */
export function gitServer(folder: string, path: string): (request: SeenRequest) => Promise<UpstreamAnswer> {
  const repository = join(folder, path);
  mkdirSync(repository, { recursive: true });
  const git = (args: readonly string[], input = '') =>
    execFileSync('git', ['-C', repository, ...identity, ...args], { encoding: 'utf8', input }).trim();
  git(['init', '--quiet', '--bare', '--initial-branch=main']);
  git(['config', 'http.receivepack', 'true']);
  git(['update-ref', 'refs/heads/main', git(['commit-tree', git(['mktree']), '-m', 'first'])]);
  return (request) => cgiAnswer(folder, request);
}

const identity = ['-c', 'user.name=stand-in', '-c', 'user.email=stand-in@example.org'];

/** Runs the CGI program for one request; https://git-scm.com/docs/git-http-backend */
async function cgiAnswer(folder: string, { method, url, headers, body }: SeenRequest): Promise<UpstreamAnswer> {
  const [path = '', query = ''] = url.split('?');
  const env = {
    PATH: process.env.PATH,
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    // a folder of another user's is otherwise refused
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'safe.directory',
    GIT_CONFIG_VALUE_0: '*',
    REQUEST_METHOD: method,
    PATH_INFO: path,
    QUERY_STRING: query,
    CONTENT_TYPE: String(headers['content-type'] ?? ''),
    HTTP_CONTENT_ENCODING: String(headers['content-encoding'] ?? ''),
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    REMOTE_USER: 'stand-in',
  };
  const program = spawn('git', ['http-backend'], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  const output: Buffer[] = [];
  program.stdout.on('data', (chunk) => output.push(chunk));
  program.stdin.on('error', () => undefined);
  program.stdin.end(Buffer.from(body, 'latin1'));
  await once(program, 'close');
  return parsed(Buffer.concat(output));
}

function parsed(output: Buffer): UpstreamAnswer {
  const end = output.indexOf('\r\n\r\n');
  const lines = output.toString('latin1', 0, end).split('\r\n');
  const { status, ...headers } = Object.fromEntries(lines.map((line) => [nameOf(line), line.replace(/^[^:]*: */, '')]));
  return { status: Number.parseInt(status ?? '200', 10), headers, body: output.subarray(end + 4) };
}

const nameOf = (line: string): string => line.replace(/:.*/, '').toLowerCase();

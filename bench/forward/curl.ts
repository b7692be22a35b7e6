import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { blob, host as upstreamHost } from '../job';
import { programVersion } from '../programs/program';

/** What is fetched, and which way. */
export interface Download {
  /** Port of the upstream. */
  readonly port: number;
  /** URL of the proxy. @default - none: the upstream is asked directly, on loopback */
  readonly proxy?: string;
  /** File of the authority that vouches for who answers. */
  readonly ca: string;
  readonly headers: Readonly<Record<string, string>>;
  /** @default - the upstream's */
  readonly host?: string;
}

/** Why nothing can be fetched here; undefined if it can. */
export const whyNoCurl = async (): Promise<string | undefined> =>
  (await programVersion('curl', ['--version'])) === undefined ? 'needs curl' : undefined;

/** Megabytes a second of one download, from the first byte asked for; throws unless all of it came. */
export async function megabytesPerSecond(download: Download): Promise<number> {
  const [status, size, asked, ended] = (
    await curl(download, '%{http_code} %{size_download} %{time_pretransfer} %{time_total}')
  ).split(' ');
  if (status !== '200' || Number(size) !== blob.bytes)
    throw new Error(`a download gave ${status} and ${size} bytes of ${blob.bytes}`);
  return blob.bytes / 1e6 / (Number(ended) - Number(asked));
}

/** Status of the answer, or what curl says instead. */
export const answered = (download: Download): Promise<string> =>
  curl(download, '%{http_code}').catch((error: { stderr?: string }) => error.stderr?.trim() ?? String(error));

async function curl({ port, proxy, ca, headers, host = upstreamHost }: Download, format: string): Promise<string> {
  const way = proxy === undefined ? ['--resolve', `${host}:${port}:127.0.0.1`] : ['--proxy', proxy];
  const fixed = ['--silent', '--show-error', '--http1.1', '--max-time', '60', '--cacert', ca, '--output', '/dev/null'];
  const own = Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]);
  const args = ['--disable', ...fixed, ...way, ...own, '--write-out', format, `https://${host}:${port}${blob.path}`];
  const { stdout } = await promisify(execFile)('curl', args, { env: { PATH: process.env.PATH } });
  return stdout;
}

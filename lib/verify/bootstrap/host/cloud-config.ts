import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';
import { isPart, type Part } from '../envoy-config';

/** A file that a host is given when it starts. */
export interface HostFile {
  readonly path: string;
  /** Undefined if it can't be told. */
  readonly text?: string;
}

/** What makes a host what it is. */
export interface CloudConfig {
  readonly files: readonly HostFile[];
  /** What it runs besides, as text. */
  readonly commands: readonly string[];
  /** Why files may say something else, or be others. */
  readonly doubt?: string;
}

/** The cloud-init of a host, as its page "Cloud config format" has it; undefined if a text is no such thing. */
export function cloudConfig(text: string): CloudConfig | undefined {
  if (!/^#cloud-config[ \t]*\r?\n/.test(text)) return undefined;
  const config = parsed(text);
  if (!config) return { files: [], commands: [], doubt: "its cloud-init can't be read" };
  const { write_files: entries = [], runcmd = [], bootcmd = [], ...others } = config;
  const [other] = Object.keys(others);
  const commands = [runcmd, bootcmd].flat().map((command) => [command].flat().join(' '));
  if (!Array.isArray(entries) || !entries.every(isPart))
    return { files: [], commands, doubt: "the files of its cloud-init can't be read" };
  const odd = entries.map(oddEntry).find((each) => each !== undefined);
  const doubt = other === undefined ? odd : `its cloud-init has '${other}', which may change files`;
  return { files: entries.map(hostFile), commands, ...(doubt !== undefined && { doubt }) };
}

function parsed(text: string): Part | undefined {
  try {
    const found: unknown = parse(text, { maxAliasCount: 100, logLevel: 'error' });
    return isPart(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

/** "Write Files": `append`, `defer` and `source` leave what a file says in the end to others. */
function oddEntry({ path, permissions: _, owner: __, encoding: ___, content, ...others }: Part): string | undefined {
  const [other] = Object.keys(others);
  if (typeof path !== 'string') return "the path of a file in its cloud-init isn't known";
  if (other !== undefined) return `the file ${path} of its cloud-init has '${other}'`;
  return content === undefined || typeof content === 'string' ? undefined : `the file ${path} of its cloud-init has no text`;
}

const hostFile = ({ path, encoding, content = '' }: Part): HostFile => {
  const text = typeof content === 'string' ? decoded(content, encoding) : undefined;
  return { path: String(path), ...(text !== undefined && { text }) };
};

/** The encodings of "Write Files". */
function decoded(content: string, encoding: unknown): string | undefined {
  if (encoding === undefined || encoding === 'text/plain') return content;
  if (encoding === 'b64' || encoding === 'base64') return bytesOf(content)?.toString('utf8');
  if (encoding === 'gz+b64' || encoding === 'gzip+base64' || encoding === 'gz+base64' || encoding === 'gzip+b64')
    return unpacked(bytesOf(content));
  return undefined;
}

/** Python's decoder passes over other letters, and stops at padding: such a text may mean something else here. */
const bytesOf = (content: string): Buffer | undefined => {
  const compact = content.replace(/\s/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(compact) && compact.length % 4 === 0 ? Buffer.from(compact, 'base64') : undefined;
};

function unpacked(bytes: Buffer | undefined): string | undefined {
  try {
    return bytes && gunzipSync(bytes, { maxOutputLength: 16_777_216 }).toString('utf8');
  } catch {
    return undefined;
  }
}

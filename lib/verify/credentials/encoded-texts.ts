import { gunzipSync } from 'node:zlib';

/** Base64 of 18 bytes and more, which may be broken over lines, as YAML and PEM have it. */
const runs = /[A-Za-z0-9+/]{24,}(?:={0,2}|(?:\s{1,40}[A-Za-z0-9+/]{4,})*={0,2})/g;

/** A text, and what stands in it in base64, such as the files of a cloud-init: as it is, and unpacked where it is gzip. */
export const withDecoded = (text: string): readonly string[] => [text, ...new Set(encodedRuns(text).map(decoded))];

/** Whole runs, and each of their lines: a word before the first line may belong to it or not. */
function encodedRuns(text: string): readonly string[] {
  const found = text.match(runs) ?? [];
  return found.flatMap((run) => (/\s/.test(run) ? [run.replace(/\s+/g, ''), ...run.split(/\s+/)] : [run]));
}

function decoded(run: string): string {
  const bytes = Buffer.from(run, 'base64');
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return (isGzip ? unpacked(bytes) : bytes).toString('utf8');
}

/** What gzip packed; what isn't gzip after all, or far too much, is nothing that could be read. */
function unpacked(bytes: Buffer): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: 4_194_304 });
  } catch {
    return Buffer.alloc(0);
  }
}

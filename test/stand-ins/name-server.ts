import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A stand-in for the DNS: answers A and AAAA questions from a table, everything else with NXDOMAIN. */
export interface NameServer {
  /** `host:port` */
  readonly address: string;
  readonly questions: readonly string[];
  close(): void;
}

const typeA = 1;
const typeAaaa = 28;

/** Where the stand-in listens. */
export interface NameServerPlace {
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** @default - a free one */
  readonly port?: number;
}

/** Starts the stand-in; `addresses` maps a name to its IPv4 and IPv6 addresses. */
export async function startNameServer(
  addresses: Readonly<Record<string, readonly string[]>>,
  { host = '127.0.0.1', port = 0 }: NameServerPlace = {},
): Promise<NameServer> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (query, from) => {
    const { name, type, end } = question(query);
    questions.push(name);
    socket.send(answer(query, end, type, addresses[name]), from.port, from.address);
  });
  socket.bind(port, host);
  await once(socket, 'listening');
  return { address: `${host}:${socket.address().port}`, questions, close: () => socket.close() };
}

function question(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answer(query: Buffer, end: number, type: number, known: readonly string[] | undefined): Buffer {
  const records = (known ?? [])
    .filter((address) => (address.includes(':') ? typeAaaa : typeA) === type)
    .map((address) => record(address, type));
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(known ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(records.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, query.subarray(12, end), ...records]);
}

function record(address: string, type: number): Buffer {
  const data = type === typeA ? Buffer.from(address.split('.').map(Number)) : ipv6(address);
  const fixed = Buffer.alloc(12);
  fixed.writeUInt16BE(0xc00c, 0);
  fixed.writeUInt16BE(type, 2);
  fixed.writeUInt16BE(1, 4);
  fixed.writeUInt32BE(1, 6);
  fixed.writeUInt16BE(data.length, 10);
  return Buffer.concat([fixed, data]);
}

function ipv6(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const words = (part: string) => (part === '' ? [] : part.split(':')).flatMap(word);
  const [left, right] = [words(head), words(tail ?? '')];
  const all = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill(0), ...right];
  const data = Buffer.alloc(16);
  for (const [index, value] of all.entries()) data.writeUInt16BE(value, index * 2);
  return data;
}

function word(text: string): number[] {
  if (!text.includes('.')) return [Number.parseInt(text, 16)];
  const [a = 0, b = 0, c = 0, d = 0] = text.split('.').map(Number);
  return [a * 256 + b, c * 256 + d];
}

/** The first bytes that a TLS client sends, with one server name, or none if that is empty. */
export function clientHello(serverName: string): Buffer {
  const extensions: Extension[] = [
    ...(serverName ? [[0, serverNames([0, serverName])] satisfies Extension] : []),
    // groups, signatures, versions and a key share, as any client of TLS 1.3 has them
    [10, Buffer.from('0004001d0017', 'hex')],
    [13, Buffer.from('0006040308040401', 'hex')],
    [43, Buffer.from('0403040303', 'hex')],
    [51, Buffer.concat([Buffer.from('0024001d0020', 'hex'), Buffer.alloc(32, 9)])],
  ];
  const random = Buffer.alloc(32, 7);
  const suites = Buffer.from('00061301c02bc02f', 'hex');
  const body = Buffer.concat([Buffer.from([3, 3]), random, Buffer.from([0]), suites, Buffer.from([1, 0]), block(extensions)]);
  return record(Buffer.concat([Buffer.from([1, 0]), lengthOf(body), body]));
}

/** The same hello in records of `size` bytes of it each. */
export function inRecords(hello: Buffer, size: number): Buffer {
  const message = hello.subarray(5);
  const count = Math.ceil(message.length / size);
  return Buffer.concat(Array.from({ length: count }, (_, index) => record(message.subarray(index * size, (index + 1) * size))));
}

/** The same hello with its server name extension replaced by `data`; all lengths agree. */
export function withServerName(hello: Buffer, data: Buffer): Buffer {
  return withExtensions(hello, (extensions) => extensions.map(([type, old]) => [type, type === 0 ? data : old]));
}

/** The same hello with other extensions. */
export function withExtensions(hello: Buffer, edit: (extensions: Extension[]) => Extension[]): Buffer {
  const at = extensionsAt(hello);
  const body = Buffer.concat([hello.subarray(9, at), block(edit(extensionsIn(hello.subarray(at + 2))))]);
  return record(Buffer.concat([Buffer.from([1, 0]), lengthOf(body), body]));
}

/** Type and data. */
export type Extension = [type: number, data: Buffer];

/** What a server name extension says: names, each with its type. */
export function serverNames(...names: readonly (readonly [type: number, name: string])[]): Buffer {
  const list = Buffer.concat(
    names.map(([type, name]) =>
      Buffer.concat([Buffer.from([type]), lengthOf(Buffer.from(name, 'latin1')), Buffer.from(name, 'latin1')]),
    ),
  );
  return Buffer.concat([lengthOf(list), list]);
}

const record = (message: Buffer): Buffer => Buffer.concat([Buffer.from([22, 3, 1]), lengthOf(message), message]);

function block(extensions: readonly Extension[]): Buffer {
  const all = extensions.map(([type, data]) => Buffer.concat([Buffer.from([type >> 8, type & 255]), lengthOf(data), data]));
  const joined = Buffer.concat(all);
  return Buffer.concat([lengthOf(joined), joined]);
}

const lengthOf = ({ length }: Buffer): Buffer => Buffer.from([length >> 8, length & 255]);

// record 5, handshake 4, version 2, random 32, then session id, suites and compressions, each after its length
function extensionsAt(hello: Buffer): number {
  const suites = 43 + 1 + hello.readUInt8(43);
  const compressions = suites + 2 + hello.readUInt16BE(suites);
  return compressions + 1 + hello.readUInt8(compressions);
}

function extensionsIn(block: Buffer): Extension[] {
  if (block.length < 4) return [];
  const end = 4 + block.readUInt16BE(2);
  return [[block.readUInt16BE(0), block.subarray(4, end)], ...extensionsIn(block.subarray(end))];
}

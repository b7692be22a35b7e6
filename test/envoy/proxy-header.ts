const signature = Buffer.from([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]);

export interface ProxiedSource {
  readonly source: string;
  readonly port: number;
  /** The endpoint's id, as PrivateLink writes it. */
  readonly endpointId?: string;
  /** The connection's id, as Private Service Connect writes it. */
  readonly connectionId?: bigint;
}

/** A PROXY protocol v2 header for a TCP connection over IPv4, as the clouds' load balancers write it. */
export function proxyHeader(from: ProxiedSource): Buffer {
  const ports = Buffer.alloc(4);
  ports.writeUInt16BE(54321, 0);
  ports.writeUInt16BE(from.port, 2);
  const addresses = Buffer.concat([ipv4(from.source), ipv4('10.65.0.9'), ports]);
  const tlv = Buffer.concat([
    from.endpointId === undefined ? Buffer.alloc(0) : endpointTlv(from.endpointId),
    from.connectionId === undefined ? Buffer.alloc(0) : connectionTlv(from.connectionId),
  ]);
  const fixed = Buffer.from([0x21, 0x11, 0, 0]);
  fixed.writeUInt16BE(addresses.length + tlv.length, 2);
  return Buffer.concat([signature, fixed, addresses, tlv]);
}

const ipv4 = (address: string) => Buffer.from(address.split('.').map(Number));

function endpointTlv(id: string): Buffer {
  const value = Buffer.concat([Buffer.from([0x01]), Buffer.from(id)]);
  return Buffer.concat([Buffer.from([0xea, 0, value.length]), value]);
}

/** Google Cloud, "Publish services", consumer connection information: type 0xE0, 8 bytes in network order. */
function connectionTlv(id: bigint): Buffer {
  const value = Buffer.alloc(8);
  value.writeBigUInt64BE(id);
  return Buffer.concat([Buffer.from([0xe0, 0, value.length]), value]);
}

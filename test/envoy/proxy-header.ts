const signature = Buffer.from([0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]);

/** A PROXY protocol v2 header for a TCP connection over IPv4, as a Network Load Balancer behind PrivateLink writes it. */
export function proxyHeader(from: { source: string; port: number; endpointId?: string }): Buffer {
  const ports = Buffer.alloc(4);
  ports.writeUInt16BE(54321, 0);
  ports.writeUInt16BE(from.port, 2);
  const addresses = Buffer.concat([ipv4(from.source), ipv4('10.65.0.9'), ports]);
  const tlv = from.endpointId === undefined ? Buffer.alloc(0) : endpointTlv(from.endpointId);
  const fixed = Buffer.from([0x21, 0x11, 0, 0]);
  fixed.writeUInt16BE(addresses.length + tlv.length, 2);
  return Buffer.concat([signature, fixed, addresses, tlv]);
}

const ipv4 = (address: string) => Buffer.from(address.split('.').map(Number));

function endpointTlv(id: string): Buffer {
  const value = Buffer.concat([Buffer.from([0x01]), Buffer.from(id)]);
  return Buffer.concat([Buffer.from([0xea, 0, value.length]), value]);
}

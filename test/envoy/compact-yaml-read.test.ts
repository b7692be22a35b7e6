import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compactYaml } from '../../lib/envoy/compact-yaml';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { policyOf } from './policies';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

const lines = ['\n', '\u0000', '\u0085', 'é', '\ufeff', '😀'];
const signs = [...'"\'\\#,{]&%|~', ': ', '- ', ' ', '!!', '*0', '<<', '{{resolve:', ...lines];
const numbers = ['NaN', '.inf', 'inf', '0x1', '1e3', '012', '1_000', '2026-01-01', '1:30'];
const words = ['yes', 'No', 'y', 'on', 'null', 'true', '---', '...', '=', ...numbers];
const aText = fc.oneof(
  fc.constantFrom(...words),
  fc.array(fc.constantFrom(...signs, ...words, 'a'), { maxLength: 5 }).map((parts) => parts.join('')),
  // half of a character is none to Envoy
  fc.string({ unit: 'grapheme', maxLength: 10 }),
);
// Envoy takes a number with a fraction, or beyond 32 bits, for a text until it knows the field
const aValue = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    ...[aText, fc.integer(), fc.boolean(), fc.constant(null), fc.array(tie('any'), { maxLength: 4 })],
    fc.array(fc.tuple(aText, tie('any')), { maxLength: 4 }).map((fields) => Object.fromEntries(fields)),
  ),
})).any;

const values = [...signs, ...words, ...fc.sample(aValue, 1500)];
let envoy: RunningEnvoy;

const withValues = (bootstrap: string): string =>
  compactYaml({ ...JSON.parse(bootstrap), node: { id: 'airlock', cluster: 'airlock', metadata: { values } } });

beforeAll(async () => {
  const policy = policyOf([{ name: 'service', host: 'service.example.org', access: 'gateway', allow: 'any' }]);
  const { certificate } = await CertificateAuthority.create({ name: 'test' });
  envoy = await startEnvoy(policy, { ca: certificate, edit: withValues, format: 'yaml' });
});
afterAll(() => envoy?.stop());

describe('Envoy reads compact YAML', () => {
  test('as the data that it says', async () => {
    const [{ bootstrap }] = JSON.parse(await envoy.configDump()).configs;
    expect(bootstrap.node.metadata.values).toEqual(values);
  });
});

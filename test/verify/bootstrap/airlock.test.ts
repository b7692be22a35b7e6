import { App } from 'aws-cdk-lib';
import { beforeAll, expect, test } from 'vitest';
import { treeTemplates } from '../../../lib/aws/tree-templates';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { type TemplateInMemory, verifyTemplates } from '../../../lib/verify/verify-templates';
import { agentIn, airlockIn, policy, stackOf } from '../../aws/fixture';

let templates: TemplateInMemory[];
beforeAll(() => {
  const stack = stackOf(new App());
  agentIn(stack, { airlock: airlockIn(stack, {}) });
  templates = treeTemplates(stack);
});

const tunnelTo = (host: string, more: object = {}) =>
  EgressPolicy.parse({ version: 1, destinations: [{ name: 'other', host, access: 'tunnel' }], ...more });

test('the airlock of this library is proven against its own policy', () => {
  const { findings, residual } = verifyTemplates(templates, { policy });
  expect(findings).toEqual([]);
  expect(residual).toEqual(verifyTemplates(templates, {}).residual);
});

test('it is refuted against another, and the report names what the other leaves open', () => {
  const { verdict, findings, residual } = verifyTemplates(templates, { policy: tunnelTo('other.example.org') });
  expect(verdict).toBe('refuted');
  expect(findings.map(({ rule, message }) => `${rule} ${message}`)).toEqual([
    "AIRLOCK-PROXY-003 can send requests to api.anthropic.com, which the policy doesn't allow",
  ]);
  expect(residual.at(-1)).toBe("The tunnel 'other' carries what it likes to other.example.org, at port 443.");
});

test('report mode is told until its day', () => {
  const reporting = tunnelTo('other.example.org', { enforcement: { report: { until: '2099-01-31' } } });
  expect(verifyTemplates(templates, { policy: reporting }).residual.at(-1)).toMatch(/^Until 2099-01-31 the policy only reports/);
});

import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { anything, claude, github, mirror, orders, policyOf } from '../../envoy/policies';
import { findings, rendered, verdict } from './deployed';
import { copy, filter, host, type Json, listener, type Mutation, manager, remove } from './parts';

const destinations = [claude, github, mirror, anything, orders];
const until = (day: string) => EgressPolicy.parse(policyOf(destinations, { enforcement: { report: { until: day } } }));
const reporting = until('2099-01-31');
const enforcing = EgressPolicy.parse(policyOf(destinations));
const props = {
  interception: { ca: { file: '/ca.pem' }, certificates: { kind: 'files', directory: '/leafs' } },
  certificates: { 'corp-ca': { file: '/corp.pem' } },
} as const;
const config = (): Json => copy(rendered(reporting, props));

const gateways = (of: Json): Json[] => host(manager(of), 'gateways').routes;
const isReported = (route: Json): boolean => route.typed_per_filter_config?.['airlock.report'] !== undefined;
const reported = (of: Json): Json =>
  gateways(of).find((route) => isReported(route) && route.route.cluster.startsWith('upstream-claude'));
const tunnel = (of: Json): Json => gateways(of).find((route) => isReported(route) && route.match.connect_matcher);
const intercepted = (of: Json): Json =>
  host(manager(of, 'intercept-default'), 'api.github.com:443').routes.find((route: Json) => isReported(route));
const rule = (of: Json): Json => filter(manager(of), 'airlock.report').typed_config.rules.policies.reporting;
const closed = (route: Json): boolean => route.match.headers?.[0].string_match.safe_regex?.regex.includes('api\\.github\\.com');

describe('a proxy in report mode', () => {
  test('admits nothing beyond a policy that reports as long', () => {
    expect(verdict(config(), reporting)).toBe('proven');
    expect(verdict(config(), until('2099-02-01'))).toBe('proven');
  });

  test('is refuted against one that reports for a day less', () => {
    expect(verdict(config(), until('2099-01-30'))).toBe('refuted');
  });

  test('is refuted against one that enforces, by what passes until when', () => {
    expect(verdict(config(), enforcing)).toBe('refuted');
    const messages = findings(JSON.stringify(config()), enforcing).map(({ message }) => message);
    expect(messages).toContain(
      "can send POST api.github.com/repos/acme/x in report mode, until 2099-01-31, which the policy doesn't allow",
    );
    expect(messages).toContain("can send CONNECT any.name.:443 in report mode, until 2099-01-31, which the policy doesn't allow");
  });

  test('admits nothing beyond its policy once it enforces', () => {
    expect(verdict(rendered(enforcing, props), reporting)).toBe('proven');
  });
});

const refuted: readonly Mutation[] = [
  ['no rule that ends it at a gateway', (of) => delete reported(of).typed_per_filter_config['airlock.report']],
  ['no rule that ends it inside TLS', (of) => delete intercepted(of).typed_per_filter_config['airlock.report']],
  ['no rule that ends it for CONNECT', (of) => delete tunnel(of).typed_per_filter_config['airlock.report']],
  [
    'a later end',
    (of) => (rule(of).condition.call_expr.args[1].call_expr.args[0].const_expr.string_value = '2199-01-31T00:00:00Z'),
  ],
  ['the credential', (of) => (reported(of).route.cluster = 'upstream-claude')],
  ['the credential inside TLS', (of) => (intercepted(of).route.cluster = 'upstream-github/api.github.com:443')],
  [
    'a header of the policy',
    (of) => (reported(of).request_headers_to_add = [{ header: { key: 'anthropic-allowed-org-ids', value: '100%%-ours' } }]),
  ],
  [
    'TRACE',
    (of) => {
      for (const { match } of gateways(of))
        if (match.headers?.[0].string_match.safe_regex?.regex === 'TRACE') match.headers[0].string_match.safe_regex.regex = 'X';
    },
  ],
  [
    'no answer to ambiguous paths',
    (of) => remove(gateways(of), ({ match }) => match.safe_regex?.regex.startsWith('^/claude[\\s')),
  ],
];

const open: readonly Mutation[] = [
  ['a rule of another kind', (of) => (rule(of).condition = { const_expr: { bool_value: true } })],
  ['a rule that looks at another time', (of) => (rule(of).condition.call_expr.args[0].select_expr.field = 'start')],
  ['a rule that begins it', (of) => (rule(of).condition.call_expr.function = '_>_')],
  [
    'a second rule beside',
    (of) =>
      (filter(manager(of), 'airlock.report').typed_config.rules.policies.other = {
        principals: [{ any: true }],
        permissions: [{ any: true }],
      }),
  ],
  ['a rule that denies', (of) => (filter(manager(of), 'airlock.report').typed_config.rules.action = 'DENY')],
  ['streams that go on after the end', (of) => delete reported(of).route.max_stream_duration],
  ['streams that go on for a day', (of) => (reported(of).route.max_stream_duration.max_stream_duration = '86400s')],
  ['tunnels that go on after the end', (of) => delete tunnel(of).route.max_stream_duration],
  [
    'tunnels past what is looked into',
    (of) =>
      gateways(of).splice(
        0,
        gateways(of).length,
        ...gateways(of).filter((route) => !route.match.connect_matcher || !closed(route)),
      ),
  ],
  [
    'tunnels past what is looked into at one port',
    (of) => {
      for (const { match } of gateways(of).filter(closed))
        match.headers[0].string_match.safe_regex.regex = match.headers[0].string_match.safe_regex.regex.replace('[0-9]+', '80');
    },
  ],
  [
    'tunnels to private addresses',
    (of) => {
      const filters = listener(of, 'tunnel-443').filter_chains.at(-1).filters;
      remove(filters, ({ typed_config }) => typed_config.stat_prefix === 'airlock_address');
    },
  ],
];

const changed = (mutate: Mutation[1]): Json => {
  const of = config();
  mutate(of);
  return of;
};

describe('report mode is refuted with', () => {
  test.each(refuted)('%s', (_, mutate) => {
    expect(verdict(changed(mutate), reporting)).toBe('refuted');
  });
});

describe('report mode is unknown with', () => {
  test.each(open)('%s', (_, mutate) => {
    expect(verdict(changed(mutate), reporting)).toBe('unknown');
  });
});

describe('report mode stays proven with', () => {
  test.each<Mutation>([
    [
      'an earlier end',
      (of) => (rule(of).condition.call_expr.args[1].call_expr.args[0].const_expr.string_value = '2098-01-31T00:00:00Z'),
    ],
    ['shorter streams', (of) => (reported(of).route.max_stream_duration.max_stream_duration = '60s')],
    ['no tunnels', (of) => remove(gateways(of), (route) => route === tunnel(of))],
    ['a host less', (of) => remove(gateways(of), (route) => route === reported(of))],
  ])('%s', (_, mutate) => {
    expect(verdict(changed(mutate), reporting)).toBe('proven');
  });
});

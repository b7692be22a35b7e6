import { EgressPolicy } from '../../lib/policy/egress-policy';

export const host = 'orders.corp.example';

/** A policy with a tool at these addresses, as the tools of the fixtures fit it; `upstream` takes the place of that. */
export const toolPolicyAt =
  (...addresses: readonly string[]) =>
  (upstream: object = {}, others: readonly object[] = []): EgressPolicy =>
    EgressPolicy.parse({
      version: 1,
      destinations: [
        {
          name: 'orders',
          host,
          access: 'gateway',
          upstream: { addresses, port: 8443, ca: 'corp-ca', ...upstream },
          allow: [{ methods: ['POST'], path: '/mcp' }],
        },
        ...others,
      ],
    });

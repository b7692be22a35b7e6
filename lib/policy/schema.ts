import { z } from 'zod';

/** Name of a destination or an agent; a gateway destination's name is also its path prefix at the proxy. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must start with a letter and hold only a-z, 0-9 and -, 31 characters at most');

const secretName = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'must start with a letter and hold only a-z, 0-9 and -');
// most servers read _ and - in a header's name alike
const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^`|~-]+$/, 'must be an HTTP header name without _');
const headerText = z.string().regex(/^[\x20-\x7e\t]*$/, 'must be printable ASCII');
// a slash or a comma would change what a signature is for
const scopePart = z.string().regex(/^[a-z0-9-]+$/, 'must hold only a-z, 0-9 and -');
const port = z.int().min(1).max(65535);

const allowSchema = z.strictObject({
  methods: z
    .array(z.string().regex(/^[A-Z]+$/, 'must be an HTTP method in upper case'))
    .min(1)
    .describe('HTTP methods, exact: GET does not imply HEAD'),
  path: z
    .string()
    .describe(
      'exact; * is one or more characters except /; ** is a whole last segment, zero or more characters; the query is not judged',
    ),
});

const credentialSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('header'),
    header: headerName.transform((name) => name.toLowerCase()),
    prefix: headerText.default('').describe('text before the secret, such as "Bearer "'),
    secret: secretName,
  }),
  z.strictObject({
    type: z.literal('basic'),
    username: headerText.regex(/^[^:]*$/, 'must not hold a colon'),
    secret: secretName,
  }),
  z.strictObject({ type: z.literal('aws-sigv4'), service: scopePart, region: scopePart }),
  z.strictObject({ type: z.literal('google-access-token'), scopes: z.array(z.url()).optional() }),
  z.strictObject({
    type: z.literal('oauth2-client'),
    tokenUrl: z.url({ protocol: /^https$/ }),
    clientId: z.string().min(1),
    secret: secretName,
    scopes: z.array(z.string()).optional(),
  }),
]);

const upstreamSchema = z.strictObject({
  addresses: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('CIDR blocks that the host may resolve to; the only way to reach private addresses'),
  port: port.optional().describe('upstream port, 443 by default'),
  ca: secretName.optional().describe('name of the CA certificate that the upstream is verified with, instead of the public ones'),
});

/** One destination as written. */
export const destinationSchema = z.strictObject({
  name: nameSchema,
  host: z.string().optional(),
  hosts: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('tunnel and intercept only; a wildcard is one leading label, tunnel only'),
  access: z.enum(['gateway', 'intercept', 'tunnel']),
  allow: z.union([z.literal('any'), z.array(allowSchema).min(1)]).optional(),
  credential: credentialSchema.optional(),
  headers: z.record(headerName, headerText).optional().describe('set by the proxy, whatever the agent sent'),
  upstream: upstreamSchema.optional(),
  ports: z.array(port).min(1).optional().describe('tunnel and intercept only; [443] by default'),
  encodedSlash: z.enum(['refuse', 'allow']).optional().describe('whether %2F may stand in a path; refused by default'),
});

const limitsSchema = z.strictObject({
  requestsPerMinute: z.int().min(1).optional(),
  requestBytes: z
    .int()
    .min(1)
    .max(2 ** 32 - 1)
    .optional()
    .describe('largest request body'),
  connections: z.int().min(1).optional().describe('open connections at once'),
});

const agentSchema = z.strictObject({
  destinations: z.array(nameSchema).min(1),
  limits: limitsSchema.optional(),
});

/** The policy as written: `airlock.yaml`, or the same object in TypeScript. Version 1. */
export const policySchema = z.strictObject({
  version: z.literal(1),
  destinations: z.array(destinationSchema).min(1),
  limits: limitsSchema.optional().describe('per agent and proxy instance'),
  agents: z
    .record(nameSchema, agentSchema)
    .optional()
    .describe('who may use what; without it one agent, `default`, may use everything'),
  enforcement: z
    .union([z.literal('enforce'), z.strictObject({ report: z.strictObject({ until: z.iso.date() }) })])
    .optional()
    .describe('report: hosts, methods and paths outside the policy pass and are logged until that date'),
});

/** A policy before it is checked. */
export type PolicyInput = z.input<typeof policySchema>;
/** A destination before it is checked. */
export type DestinationInput = z.input<typeof destinationSchema>;
/** A policy whose shape is right; what its parts mean together is checked by `EgressPolicy.parse`. */
export type PolicyDocument = z.output<typeof policySchema>;
/** One destination whose shape is right. */
export type DestinationDocument = z.output<typeof destinationSchema>;
/** How the proxy authenticates to an upstream. */
export type Credential = z.output<typeof credentialSchema>;
/** One allowed combination of methods and path. */
export type Allow = z.output<typeof allowSchema>;
/** Bounds of one agent at one proxy instance; an absent one is unlimited. */
export type Limits = z.output<typeof limitsSchema>;

import { z } from 'zod';
import { type Reason, reasons } from '../policy/reason';

const count = z.int().min(0);

const fields = {
  v: z.literal(1).describe('version of the record'),
  time: z.iso.datetime().describe('RFC 3339, UTC: when the request or the tunnel ended'),
  agent: z.string().describe('name of the agent in the policy; - for a connection that was refused before it was known'),
  destination: z.string().nullable().describe('name of the destination in the policy, if it belongs to one'),
  method: z.string().nullable().describe('HTTP method; CONNECT for a tunnel'),
  host: z.string().nullable().describe('host asked for, with its port unless that is 443'),
  path: z.string().nullable().describe('path as sent, without the name of the gateway and without the query; null for CONNECT'),
  decision: z
    .enum(['allow', 'deny', 'would-deny'])
    .describe('what happened in the end; would-deny: it passed only because the policy is in report mode'),
  reason: z.enum(Object.keys(reasons) as [Reason, ...Reason[]]).describe('why, from the closed list below'),
  status: count.max(999).describe('HTTP status that the agent got; 0 if it got none; 200 for an opened tunnel'),
  bytesIn: count.describe('bytes that the agent sent'),
  bytesOut: count.describe('bytes that the agent got'),
  durationMs: count.describe('milliseconds from the first byte to the end'),
  requestId: z.string().nullable().describe("the proxy's own id, also in the body of a denial"),
  source: z.string().nullable().describe('address of the agent'),
  access: z.enum(['tunnel', 'intercept']).optional().describe('CONNECT that was answered with 200: how it was served'),
  sni: z.string().nullable().optional().describe('the same: server name of the TLS handshake, null if there was none'),
  end: z.string().nullable().optional().describe('the same: who or what ended it, from the list below'),
  policySha256: z.string().describe('SHA-256 of the policy that decided, as canonical JSON'),
};

/** One request or tunnel, allowed or denied; version 1 of the audit record. Fields that it doesn't know pass: later versions may add some. */
export const auditRecordSchema = z.looseObject(fields);

/** One request or tunnel, allowed or denied; version 1 of the audit record. */
export type AuditRecord = Readonly<z.output<z.ZodObject<typeof fields>>>;

/** The record in a line of a log; undefined if it is something else. */
export function auditRecord(line: string): AuditRecord | undefined {
  return line.startsWith('{') ? auditRecordSchema.safeParse(parsed(line)).data : undefined;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

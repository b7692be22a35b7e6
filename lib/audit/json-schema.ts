import { z } from 'zod';
import { auditRecordSchema } from './audit-record';

/** JSON Schema (draft 2020-12) of one line of the audit log. */
export function auditRecordJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(auditRecordSchema);
  return { $schema, $id: 'urn:agent-airlock:audit-record:1', title: 'Agent Airlock audit record, version 1', ...schema };
}

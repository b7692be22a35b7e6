import { z } from 'zod';
import { policySchema } from './schema';

/** JSON Schema (draft 2020-12) of a policy as it is written, for editors; what its parts mean together is not in it. */
export function policyJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(policySchema, { io: 'input' });
  return { $schema, $id: 'urn:agent-airlock:policy:1', title: 'Agent Airlock policy, version 1', ...schema };
}

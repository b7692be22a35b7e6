import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditRecordJsonSchema } from '../lib/audit/json-schema';
import { policyJsonSchema } from '../lib/policy/json-schema';

// what the package holds beside compiled code: the JSON Schemas of the policy and the audit record, and the examples' policies
const compiled = join(__dirname, '..');
const source = join(compiled, '..');

mkdirSync(compiled, { recursive: true });
write('policy.schema.json', policyJsonSchema());
write('audit-record.schema.json', auditRecordJsonSchema());
cpSync(join(source, 'examples'), join(compiled, 'examples'), { recursive: true, filter: (path) => !path.endsWith('.ts') });

function write(name: string, schema: object): void {
  writeFileSync(join(compiled, name), `${JSON.stringify(schema, null, 2)}\n`);
}

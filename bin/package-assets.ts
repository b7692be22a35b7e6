import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyJsonSchema } from '../lib/policy/json-schema';

// what the package holds beside compiled code: the policy's JSON Schema, and the examples' policies
const compiled = join(__dirname, '..');
const source = join(compiled, '..');

mkdirSync(compiled, { recursive: true });
writeFileSync(join(compiled, 'policy.schema.json'), `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);
cpSync(join(source, 'examples'), join(compiled, 'examples'), { recursive: true, filter: (path) => !path.endsWith('.ts') });

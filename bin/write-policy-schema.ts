import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { policyJsonSchema } from '../lib/policy/json-schema';

// beside the compiled code, where the package exports it
const target = join(__dirname, '..', 'policy.schema.json');

mkdirSync(dirname(target), { recursive: true });
writeFileSync(target, `${JSON.stringify(policyJsonSchema(), null, 2)}\n`);

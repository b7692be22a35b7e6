export type { AuditRecord } from './audit-record';
export { auditRecord } from './audit-record';
export { auditRecordJsonSchema } from './json-schema';
export type { LogCounts } from './read-log';
export { readLog } from './read-log';

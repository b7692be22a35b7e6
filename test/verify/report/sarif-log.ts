import { z } from 'zod';

/**
 * What GitHub's page "SARIF support for code scanning" requires of a file, and nothing beyond what SARIF 2.1.0 knows: an unknown property fails.
 * Its limits on lengths and counts are those of the same page.
 */
const text = (most = 100_000) => z.strictObject({ text: z.string().min(1).max(most) });

const location = z.strictObject({
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: z.string().regex(/^(?![/\\])[\w!'()*.~%/:-]+$/) }),
    region: z.strictObject({
      startLine: z.int().min(1),
      startColumn: z.int().min(1),
      endLine: z.int().min(1),
      endColumn: z.int().min(1),
    }),
  }),
  logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string().min(1), name: z.string() })).optional(),
  message: text().optional(),
});

const rule = z.strictObject({
  id: z.string().min(1),
  shortDescription: text(1024),
  fullDescription: text(1024),
  help: text(),
  defaultConfiguration: z.strictObject({ level: z.enum(['note', 'warning', 'error']) }),
  properties: z.strictObject({
    tags: z.array(z.string()).max(10),
    precision: z.enum(['very-high', 'high', 'medium', 'low']),
    'security-severity': z.string().regex(/^(10\.0|\d\.\d)$/),
  }),
});

const result = z.strictObject({
  ruleId: z.string().min(1),
  level: z.enum(['note', 'warning', 'error']),
  message: text(),
  locations: z.array(location).length(1),
  partialFingerprints: z.strictObject({ primaryLocationLineHash: z.string().regex(/^[0-9a-f]{16}:\d+$/) }),
  properties: z.strictObject({ findingId: z.string().min(1) }),
  codeFlows: z
    .array(
      z.strictObject({
        threadFlows: z.array(z.strictObject({ locations: z.array(z.strictObject({ location })).min(1).max(1000) })).length(1),
      }),
    )
    .length(1)
    .optional(),
});

const run = z.strictObject({
  tool: z.strictObject({
    driver: z.strictObject({ name: z.string().min(1), version: z.string().min(1), rules: z.array(rule).min(1) }),
  }),
  invocations: z
    .array(
      z.strictObject({
        executionSuccessful: z.boolean(),
        toolExecutionNotifications: z.array(z.strictObject({ level: z.enum(['note', 'warning', 'error']), message: text() })),
      }),
    )
    .length(1),
  results: z.array(result).max(25_000),
  columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
});

export const sarifLog = z.strictObject({
  $schema: z.literal('https://json.schemastore.org/sarif-2.1.0.json'),
  version: z.literal('2.1.0'),
  runs: z.tuple([run]),
});

export type SarifLog = z.infer<typeof sarifLog>;

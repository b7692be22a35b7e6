import { expect } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { filesWith } from '../cli/airlock-process';
import { until } from '../runtime/scratch';
import type { Deed, ForbiddenDeed } from './client';
import type { Scene } from './scene';
import { secretMark } from './secrets';
import type { Site } from './sites';

/** What is allowed works, and the upstream gets the credential, which is nowhere at the client. */
export async function works(scene: Scene, deed: Deed): Promise<void> {
  const { status, output, home } = await scene.does(deed);
  expect(output).toMatch(deed.shows);
  expect(status).toBe(0);
  expect(scene.internet.seen.length).toBeGreaterThan(0);
  expect(await scene.beyondPolicy()).toEqual([]);
  expect(output).not.toContain(secretMark);
  expect(filesWith(home, secretMark)).toEqual([]);
}

/** What is forbidden fails, the client shows why, and the record says so. */
export async function isDenied(scene: Scene, deed: Deed, isRecord: (record: AuditRecord) => boolean): Promise<void> {
  const before = scene.records().length;
  const { output } = await scene.does(deed);
  expect(output).toMatch(deed.shows);
  expect(await scene.beyondPolicy()).toEqual([]);
  const denials = () =>
    scene
      .records()
      .slice(before)
      .filter(({ decision }) => decision === 'deny');
  await until(
    () => denials().some(isRecord),
    () => `no such denial among ${JSON.stringify(denials())}`,
  );
}

/** The record of a request to a site that is denied as forbidden. */
export const isFor =
  (site: Site, { reason }: ForbiddenDeed) =>
  (record: AuditRecord): boolean =>
    record.destination === site && record.reason === reason;

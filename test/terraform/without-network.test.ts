import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { withoutNetwork } from './terraform-folder';

const reason = withoutNetwork.length === 0 ? ': needs Linux and root' : '';

test.skipIf(reason)(`Terraform runs where there is no network${reason}`, () => {
  const [program = '', ...args] = [...withoutNetwork, 'cat', '/proc/net/dev'];
  const interfaces = execFileSync(program, args, { encoding: 'utf8' }).split('\n').slice(2).filter(Boolean);
  expect(interfaces).toEqual([expect.stringMatching(/^ *lo: +0 /)]);
});

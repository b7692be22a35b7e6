import { hostUser } from '../../lib/sandbox/launch/host-user';
import { isolation } from '../../lib/sandbox/launch/isolation';
import { enforcement, limitsFix } from '../../lib/sandbox/launch/limits/enforcement';
import { wholeLimits } from '../../lib/sandbox/limits';
import type { Finding } from './finding';

/** What `run POLICY -- COMMAND` can have in the working folder, found out as it does itself and said in the same words. */
export async function sandboxCheckup(environment: NodeJS.ProcessEnv): Promise<readonly Finding[]> {
  const user = hostUser({ workspace: process.cwd(), environment });
  const found = isolation(user);
  if ('lacks' in found)
    return found.lacks.map(({ what, fix }) => ({
      name: 'sandbox',
      what: `no sandbox for a COMMAND: ${what}`,
      state: 'absent',
      fix,
    }));
  const how = found.containment === 'root' ? "root's rights, all given up" : 'a user namespace';
  const what = `a sandbox for a COMMAND in this folder, by ${how}, with no capability and the rights of user ${user.uid}`;
  return [{ name: 'sandbox', what, state: 'ok' }, await limitsFinding(user.uid)];
}

/** By limits that are made, and taken away again. */
async function limitsFinding(uid: number): Promise<Finding> {
  const { says, notWhole, remove } = await enforcement({ limits: wholeLimits(), uid });
  await remove();
  if (notWhole.length === 0) return { name: 'limits', what: `limits for a COMMAND, by default ${says}`, state: 'ok' };
  const what = `limits of ${notWhole.join(' and ')} for all that a COMMAND starts; it would have ${says}`;
  return { name: 'limits', what, state: 'absent', fix: limitsFix };
}

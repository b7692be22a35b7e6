import { CommanderError } from 'commander';
import { withoutCredentials } from '../lib/policy/credential-shapes';
import { PolicyError } from '../lib/policy/policy-error';
import { StartError } from '../lib/runtime/start-error';
import { printable } from '../lib/verify/report/printable';
import { UnusableInput } from '../lib/verify/unusable-input';
import { Unusable } from './exit';

/** Status of a command that met a defect of its own; EX_SOFTWARE in sysexits.h. */
const defect = 70;

/** Errors that say what is wrong with what was given. */
const given = [PolicyError, StartError, Unusable, UnusableInput];

/** Says what went wrong on standard error, one line a problem, and returns the status to end with: 3 for what was given, 70 for a defect of ours. */
export function reportFailure(error: unknown): number {
  // commander has said it already; --help and --version end this way too
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 3;
  if (given.some((kind) => error instanceof kind)) {
    // a file that was given by mistake may be a key, and a template's or a file's name may hold anything
    const message = withoutCredentials((error as Error).message);
    for (const line of message.split('\n')) console.error(printable(line));
    return 3;
  }
  console.error('agent-airlock met a defect of its own:');
  console.error(error);
  return defect;
}

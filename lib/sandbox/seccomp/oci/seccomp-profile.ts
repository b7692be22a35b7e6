import { type Architecture, knownArchitecture, systemCalls } from '../numbers/system-calls';
import type { ArgumentTest } from '../rules/argument-test';
import { errno, type Verdict, verdicts } from '../rules/verdict';
import { type Comparison, comparisonsOf } from './comparisons';

/** `linux.seccomp` of the OCI runtime specification. */
export interface OciSeccomp extends Rules {
  readonly architectures: readonly string[];
}

/** A file for Docker's `--security-opt seccomp=`, which names the architectures in a way of its own. */
export interface DockerSeccomp extends Rules {
  readonly archMap: readonly { readonly architecture: string; readonly subArchitectures: readonly string[] }[];
}

interface Rules {
  readonly defaultAction: 'SCMP_ACT_ERRNO';
  readonly defaultErrnoRet: number;
  readonly syscalls: readonly Rule[];
}

interface Rule {
  readonly names: readonly string[];
  readonly action: 'SCMP_ACT_ALLOW' | 'SCMP_ACT_ERRNO';
  readonly errnoRet?: number;
  readonly args?: readonly Comparison[];
}

const architectureNames: Readonly<Record<Architecture, string>> = { x64: 'SCMP_ARCH_X86_64', arm64: 'SCMP_ARCH_AARCH64' };

/**
 * The rules for a bundle that is run on `architecture`, by default this machine's. A system call whose arguments are refused fails with ENOSYS
 * in a container, as one that is unknown: conditions can only be put into what passes. Throws an Error for an architecture without a filter.
 */
export function ociSeccompProfile(architecture: string = process.arch): OciSeccomp {
  const known = knownArchitecture(architecture);
  return { ...rulesFor((name) => systemCalls[known].has(name)), architectures: [architectureNames[known]] };
}

/** The same for Docker, on each architecture. */
export function dockerSeccompProfile(): DockerSeccomp {
  const archMap = Object.values(architectureNames).map((architecture) => ({ architecture, subArchitectures: [] }));
  return { ...rulesFor(() => true), archMap };
}

function rulesFor(has: (name: string) => boolean): Rules {
  const known = [...verdicts].filter(([name]) => has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
  const named = (matches: (verdict: Verdict) => boolean) => known.filter(([, verdict]) => matches(verdict)).map(([name]) => name);
  return {
    defaultAction: 'SCMP_ACT_ERRNO',
    defaultErrnoRet: errno.ENOSYS,
    syscalls: [
      { names: named(passesAlways), action: 'SCMP_ACT_ALLOW' },
      ...known.filter(([, verdict]) => !passesAlways(verdict)).flatMap(([name, { passes }]) => passes.flatMap(allowing(name))),
      { names: named(fails('EPERM')), action: 'SCMP_ACT_ERRNO', errnoRet: errno.EPERM },
      // said again for engines that know no other error than EPERM by default
      { names: named(fails('ENOSYS')), action: 'SCMP_ACT_ERRNO', errnoRet: errno.ENOSYS },
    ],
  };
}

const passesAlways = ({ passes }: Verdict) => passes.some((tests) => tests.length === 0);

const fails = (failure: Verdict['otherwise']) => (verdict: Verdict) =>
  verdict.passes.length === 0 && verdict.otherwise === failure;

/** A rule for each combination of what the tests' arguments may be. */
function allowing(name: string): (tests: readonly ArgumentTest[]) => readonly Rule[] {
  return (tests) => {
    const combined = tests.reduce<readonly (readonly Comparison[])[]>(
      (found, test) => found.flatMap((args) => comparisonsOf(test).map((comparison) => [...args, comparison])),
      [[]],
    );
    return combined.map((args) => ({ names: [name], action: 'SCMP_ACT_ALLOW', args }));
  };
}

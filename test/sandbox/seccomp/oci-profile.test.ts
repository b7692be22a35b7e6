import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { systemCalls } from '../../../lib/sandbox/seccomp/numbers/system-calls';
import { dockerSeccompProfile, ociSeccompProfile } from '../../../lib/sandbox/seccomp/oci/seccomp-profile';
import { conditional } from '../../../lib/sandbox/seccomp/rules/conditional';
import { argumentsOfCalls } from './calls';
import { read } from './reading';

type Profile = Pick<ReturnType<typeof ociSeccompProfile>, 'defaultErrnoRet' | 'syscalls'>;

/** What a profile says, read as libseccomp does: the rules of a name are alternatives, the conditions in one all hold. */
function said({ syscalls, defaultErrnoRet }: Profile, name: string, args: readonly bigint[]): string {
  const errors: Readonly<Record<number, string>> = { 1: 'EPERM', 38: 'ENOSYS' };
  const matching = syscalls.filter(
    (rule) => rule.names.includes(name) && (rule.args ?? []).every((each) => equals(args[each.index] ?? 0n, each)),
  );
  const outcomes = new Set(
    matching.map(({ action, errnoRet = 0 }) => (action === 'SCMP_ACT_ALLOW' ? 'passes' : errors[errnoRet])),
  );
  return outcomes.size > 1 ? 'contradictory' : ([...outcomes][0] ?? errors[defaultErrnoRet] ?? 'nothing');
}

const equals = (seen: bigint, { value, valueTwo }: { readonly value: number; readonly valueTwo: number }) =>
  (seen & BigInt(value)) === BigInt(valueTwo);

const byArguments = conditional.flatMap(({ names }) => names);
const nothing = Array.from({ length: 6 }, () => 0n);

describe.each([
  ['Docker', dockerSeccompProfile()],
  ['an OCI runtime on x64', ociSeccompProfile('x64')],
  ['an OCI runtime on arm64', ociSeccompProfile('arm64')],
])('the profile for %s', (_, profile) => {
  const names = new Set(profile.syscalls.flatMap((rule) => rule.names));

  test('says of each system call what the rules say', () => {
    const others = [...systemCalls.x64.keys(), ...systemCalls.arm64.keys()].filter(
      (name) => names.has(name) && !byArguments.includes(name),
    );
    expect(others.filter((name) => said(profile, name, nothing) !== read(name, nothing))).toEqual([]);
  });

  test.each(byArguments.filter((name) => names.has(name)))('lets %s pass with the arguments that the rules let pass', (name) => {
    fc.assert(
      fc.property(argumentsOfCalls, (args) => {
        expect(said(profile, name, args)).toBe(read(name, args) === 'passes' ? 'passes' : 'ENOSYS');
      }),
      { numRuns: 1000 },
    );
  });

  test('refuses what it does not know as if it were not there', () => {
    expect(said(profile, 'of_tomorrow', nothing)).toBe('ENOSYS');
    expect(profile).toMatchObject({ defaultAction: 'SCMP_ACT_ERRNO', defaultErrnoRet: 38 });
  });
});

test.each([
  ['x64', ['SCMP_ARCH_X86_64']],
  ['arm64', ['SCMP_ARCH_AARCH64']],
])('a bundle for %s runs programs of that architecture alone', (architecture, architectures) => {
  const profile = ociSeccompProfile(architecture);
  expect(profile.architectures).toEqual(architectures);
  const known = systemCalls[architecture as 'x64'];
  expect(profile.syscalls.flatMap(({ names }) => names).filter((name) => !known.has(name))).toEqual([]);
});

test('Docker lets programs of no other architecture run beside those of its own', () => {
  expect(dockerSeccompProfile().archMap).toEqual([
    { architecture: 'SCMP_ARCH_X86_64', subArchitectures: [] },
    { architecture: 'SCMP_ARCH_AARCH64', subArchitectures: [] },
  ]);
});

test('there is no profile for an architecture that no rules are for', () => {
  expect(() => ociSeccompProfile('s390x')).toThrow("x64 and arm64 only, got 's390x'");
});

import { type Architecture, knownArchitecture, systemCalls } from '../numbers/system-calls';
import { errno, unknown, type Verdict, verdicts } from '../rules/verdict';
import { answer, encoded, type Instruction, jump, jumpIfAtLeast, jumpIfEqual, load } from './instruction';
import { answers, judged } from './judged';

/** AUDIT_ARCH_X86_64 and AUDIT_ARCH_AARCH64 of linux/audit.h. */
const auditArchitectures: Readonly<Record<Architecture, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 };
const numberAt = 0;
const architectureAt = 4;
/** Bit of a number that is of the x32 ABI, which shares x86-64's architecture. */
const x32 = 0x40000000;
/** The number of no system call, as tracers set it. */
const none = 0xffffffff;

/**
 * The program that filters system calls, as `bwrap --seccomp` takes it: a process is killed for a system call of another architecture, and the
 * rest is judged by the rules. `architecture` is named as Node.js does, by default this machine's; throws an Error for one without a filter.
 */
export function seccompFilter(architecture: string = process.arch): Buffer {
  return encoded(filterProgram(knownArchitecture(architecture)));
}

/** The same as instructions. */
export function filterProgram(architecture: Architecture): readonly Instruction[] {
  const native = [jumpIfEqual(auditArchitectures[architecture], 1, 0), answer(answers.killProcess)];
  const foreign = architecture === 'x64' ? killForX32 : [];
  return [load(architectureAt), ...native, load(numberAt), ...foreign, ...chosen(runsOf(systemCalls[architecture]))];
}

const killForX32 = [
  jumpIfEqual(none, 0, 1),
  answer(answers.fail | errno.ENOSYS),
  jumpIfAtLeast(x32, 0, 1),
  answer(answers.killProcess),
];

/** System calls from a number on, up to the next run's, with one verdict. */
interface Run {
  readonly from: number;
  readonly verdict: Verdict;
}

function runsOf(numbers: ReadonlyMap<string, number>): readonly Run[] {
  const names = new Map([...numbers].map(([name, number]) => [number, name]));
  const last = Math.max(...names.keys());
  const each = Array.from({ length: last + 2 }, (_, from) => ({ from, verdict: verdicts.get(names.get(from) ?? '') ?? unknown }));
  return each.filter(({ verdict }, at) => verdict !== each[at - 1]?.verdict);
}

/** Halves the runs by the number that is loaded, down to the one that it is in. */
function chosen(runs: readonly Run[]): readonly Instruction[] {
  const [first] = runs;
  if (runs.length === 1 && first) return judged(first.verdict);
  const half = Math.ceil(runs.length / 2);
  const [below, above] = [chosen(runs.slice(0, half)), chosen(runs.slice(half))];
  return [jumpIfAtLeast(runs[half]?.from ?? none, 0, 1), jump(below.length), ...below, ...above];
}

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { realKey, Stage } from '../../cli/airlock-stage';
import { type MachineEnded, onPath, runMachine, whyNoHost } from './machine-stage';
import { whyNoBusybox } from './static-busybox';

const stage = new Stage();

/** What starts a machine, and the parts that this repository doesn't have: `docs/microvm.md` tells how they are made. */
interface Starter {
  readonly name: string;
  readonly kernel: string | undefined;
  readonly jailer: string | undefined;
  /** Names of variables with paths. */
  readonly needs: readonly string[];
  readonly problem: () => string | undefined;
}

const common = ['MICROVM_MODULES', 'MICROVM_ROOTFS'];

const starters: readonly Starter[] = [
  {
    name: 'Firecracker',
    kernel: process.env.MICROVM_KERNEL,
    jailer: process.env.JAILER_PATH,
    needs: ['FIRECRACKER_PATH', 'JAILER_PATH', 'MICROVM_KERNEL', ...common],
    problem: () => {
      if (!existsSync('/dev/kvm')) return '/dev/kvm missing';
      // what it can't run it emulates, up to an instruction that it doesn't know
      return existsSync('/sys/module/kvm_pvm') ? "this machine's KVM is PVM, which runs no stock kernel" : undefined;
    },
  },
  {
    name: 'an emulator',
    kernel: process.env.MICROVM_BZIMAGE,
    jailer: join(__dirname, 'emulated-jailer.mjs'),
    needs: ['MICROVM_BZIMAGE', 'VHOST_DEVICE_VSOCK', ...common],
    problem: () => (onPath('qemu-system-x86_64') ? undefined : 'qemu-system-x86_64 missing'),
  },
];

function whyNoMachine({ needs, problem }: Starter): string | undefined {
  const missing = needs.filter((name) => !existsSync(process.env[name] ?? ''));
  return problem() ?? (missing.length > 0 ? `${missing.join(', ')} not set` : (whyNoHost() ?? whyNoBusybox));
}

type Booted = MachineEnded & { readonly records: string };

/** Boots a machine whose agent runs a script of a shell. */
async function booted({ kernel, jailer, needs }: Starter, script: string, ...more: readonly string[]): Promise<Booted> {
  const auditLog = join(stage.newFolder(), 'audit.jsonl');
  const rendering = ['--kernel', kernel, '--rootfs', process.env.MICROVM_ROOTFS, '--memory', '512', ...more];
  const ended = await runMachine(stage, {
    rendering: [...rendering.map(String), '--', 'sh', '-c', script],
    initrd: (folder) => execFileSync('sh', [join(folder, 'initrd.sh'), process.env.MICROVM_MODULES ?? ''], { stdio: 'pipe' }),
    jailer: jailer ?? '',
    options: [
      ...stage.argsWithoutPorts().slice(2),
      '--secret',
      `anthropic-api-key=file:${stage.newKey()}`,
      '--audit-log',
      auditLog,
    ],
    environment: Object.fromEntries(needs.filter((name) => name !== 'JAILER_PATH').map((name) => [name, process.env[name]])),
  });
  return { ...ended, records: existsSync(auditLog) ? readFileSync(auditLog, 'utf8') : '' };
}

const curl = "curl -sS -o /dev/null -w '%{http_code}\\n' --max-time 60";

describe.each(starters.map((starter) => ({ starter, whyNot: whyNoMachine(starter) })))('a machine', ({ starter, whyNot }) => {
  const where = `booted in ${starter.name}${whyNot ? ` (skipped: ${whyNot})` : ''}`;

  test.skipIf(whyNot)(
    `reaches the proxy by its bridge and nothing else, and what is denied is recorded, ${where}`,
    { timeout: 300_000 },
    async () => {
      const { status, stdout, records } = await booted(
        starter,
        `
      echo interfaces $(sed 1,2d /proc/net/dev | cut -d: -f1)
      echo allowed $(${curl} -d '{}' "$ANTHROPIC_BASE_URL/v1/messages")
      echo denied $(${curl} -d '{}' "$ANTHROPIC_BASE_URL/v1/complete")
      echo tunnel $(${curl} https://elsewhere.example/ 2>&1 | tail -n 2)
      echo direct $(${curl} --noproxy '*' http://192.0.2.1/ 2>&1 | tail -n 1)
      echo name $(getent hosts api.anthropic.com || echo none)
      echo other port $(socat -T 5 - VSOCK-CONNECT:2:8081 < /dev/null 2>&1 | tail -n 1)
      echo same port $(printf 'GET /-/ HTTP/1.0\\r\\n\\r\\n' | socat -t 5 -T 5 - VSOCK-CONNECT:2:8080 | head -n 1 | cut -c 1-12)
      exit 3`,
      );
      const said = stdout.replaceAll('\r', '').split('\n');
      expect(said).toEqual(
        expect.arrayContaining(['interfaces lo', 'allowed 200', 'denied 403', 'name none', 'airlock: status 3']),
      );
      expect(said.find((line) => line.startsWith('tunnel'))).toMatch(/403/);
      expect(said.find((line) => line.startsWith('direct'))).toMatch(/000/);
      // Firecracker resets it; the emulator's device says nothing
      expect(said.find((line) => line.startsWith('other port'))).toMatch(/reset by peer|timed out/);
      expect(status).toBe(3);
      expect(records).toMatch(/"decision":"deny"[^\n]*/);
      expect(records).toContain('/v1/complete');
      expect(stage.model.requests.map(({ headers }) => headers['x-api-key'])).toEqual([realKey]);
      expect(stdout).not.toContain(realKey);
    },
  );

  test.skipIf(whyNot)(
    `holds its agent to what it may do, whose changes stay in the workspace, ${where}`,
    { timeout: 300_000 },
    async () => {
      const image = join(stage.newFolder(), 'work.ext4');
      execFileSync('mke2fs', ['-q', '-t', 'ext4', image, '16M']);
      const { status, stdout } = await booted(
        starter,
        `
      echo rights $(grep -E '^(Uid|NoNewPrivs|CapEff|CapBnd):' /proc/self/status | tr '\\n\\t' '  ')
      for place in / /usr /etc /run /dev; do touch $place/x 2>/dev/null && echo written $place; done
      for place in /tmp /home/agent; do cp /bin/true $place/x && $place/x 2>/dev/null && echo executed $place; done
      cp /bin/true /workspace/made && /workspace/made && echo works
      dd if=/dev/zero of=/tmp/full bs=1M count=200 2>/dev/null; echo tmp $(du -m /tmp/full | cut -f 1)
      unshare --user true 2>/dev/null && echo user namespace
      ls /proc/1 > /dev/null 2>&1 && echo sees others
      kill -9 1 2>/dev/null && echo kills others
      ls /sys /dev | tr '\\n' ' '; echo
      i=0; while [ $i -lt 150 ]; do sleep 60 & i=$((i + 1)); done 2>/dev/null; echo never said`,
        ...['--workspace-image', image, '--workspace-mode', 'rw'],
      );
      const said = stdout.replaceAll('\r', '').split('\n');
      expect(said).toContain('rights Uid: 1000 1000 1000 1000 CapEff: 0000000000000000 CapBnd: 0000000000000000 NoNewPrivs: 1');
      expect(said.filter((line) => /^(written|executed|user namespace|sees|kills|never)/.test(line))).toEqual([]);
      expect(said).toContain('works');
      expect(Number(said.find((line) => line.startsWith('tmp '))?.slice(4))).toBeLessThanOrEqual(100);
      expect(said.join('\n')).not.toMatch(/\bvda|\bvsock|\bttyS0|\bconsole|\bmem\b/);
      expect(status).toBe(2);
      expect(execFileSync('debugfs', ['-R', 'ls -p /', image], { encoding: 'utf8', stdio: 'pipe' })).toMatch(
        /\/1000\/1000\/made\//,
      );
    },
  );
});

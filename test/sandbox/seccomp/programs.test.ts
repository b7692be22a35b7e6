import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { installed } from '../../clients/npm/installed';
import { scratchFolder } from '../../runtime/scratch';
import { filtered, whyNoBubblewrap } from './filtered';

const folder = scratchFolder();
const why = whyNoBubblewrap();
const note = why === undefined ? '' : ` (skipped: ${why})`;

type Row = readonly [what: string, needed: string, script: string, shows: RegExp];

/** Rows with the reason in their name why one can't run. */
const rows = (...all: readonly Row[]) =>
  all.map(([what, needed, script, shows]) => {
    const missing = spawnSync('sh', ['-c', `command -v ${needed}`]).status !== 0;
    return { what: missing ? `${what} (skipped: ${needed} is missing)` : what, missing, script, shows };
  });

const worker =
  'new (require("worker_threads").Worker)("process.exit(0)", { eval: true }).on("exit", () => console.log("worker ended"))';
const server = 'require("http").createServer((q, a) => a.end("served"))';
const fetches = `const s = ${server}.listen(0, async () => { console.log(await (await fetch("http://127.0.0.1:" + s.address().port)).text()); s.close() })`;
const commits =
  'git init -q a && cd a && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m one && git clone -q . ../b && git -C ../b log --oneline';
const compiles = String.raw`printf '#include <pthread.h>\n#include <stdio.h>\nvoid *f(void *x) { return x; }\nint main() { pthread_t t; pthread_create(&t, 0, f, 0); pthread_join(t, 0); puts("ran"); }' > a.c && cc -pthread a.c -o a.out && ./a.out`;
const goes = String.raw`mkdir go-module && cd go-module && printf 'module a\ngo 1.19\n' > go.mod && printf 'package main\nfunc main() { c := make(chan int); go func() { c <- 1 }(); println("ran", <-c) }' > a.go && go build -o a . && ./a`;

describe.skipIf(why)(`under the filter${note}`, () => {
  const working = rows(
    ['a shell with pipes', 'bash', 'seq 3 | sort -r | tr "\\n" " "; trap "echo caught" USR1; kill -USR1 $$', /3 2 1 caught/],
    ['what Python programs do', 'python3', `python3 ${join(__dirname, 'programs', 'everyday.py')}`, /all of it/],
    ['threads of Node.js', 'node', `node -e '${worker}'`, /worker ended/],
    ['a server of Node.js', 'node', `node -e '${fetches}'`, /served/],
    ['npm', 'npm', 'npm --version', /^\d+\.\d+\.\d+/],
    ['git', 'git', commits, /one/],
    ['a C compiler and what it makes', 'cc', compiles, /ran/],
    ["Go's compiler and what it makes", 'go', goes, /ran 1/],
    ['an archive', 'tar', 'mkdir c && echo x > c/d && tar cf c.tar c && rm -r c && tar xf c.tar && cat c/d', /x/],
  );

  for (const { what, missing, script, shows } of working) {
    test.skipIf(missing)(`${what} works`, async () => {
      expect(await filtered(folder, ['bash', '-c', script])).toEqual({ status: 0, output: expect.stringMatching(shows) });
    });
  }

  test('Claude Code starts', async () => {
    const claude = await installed(`@anthropic-ai/claude-code-linux-${process.arch}/claude`);
    expect(await filtered(folder, [claude, '--version'])).toEqual({ status: 0, output: expect.stringMatching(/Claude Code/) });
  });
});

describe.skipIf(why)(`under the filter there is no${note}`, () => {
  const failing = rows(
    ['namespace', 'unshare', 'unshare --user true', /unshare failed: Operation not permitted/],
    ['sandbox of its own', 'bwrap', 'bwrap --ro-bind / / true', /[Nn]o permissions|not permitted|not implemented/],
    ['debugger', 'strace', 'strace true', /Operation not permitted/],
    ['setuid file', 'bash', 'cp /bin/true true && chmod u+s true', /Operation not permitted/],
  );

  for (const { what, missing, script, shows } of failing) {
    test.skipIf(missing)(what, async () => {
      const { status, output } = await filtered(folder, ['bash', '-c', script]);
      expect(status).not.toBe(0);
      expect(output).toMatch(shows);
    });
  }
});

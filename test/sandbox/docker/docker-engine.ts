import { daemonSettings } from '../../../lib/sandbox/docker/daemon-settings';
import { bundleOf, readDockerRun } from './docker-words';
import { runBundle, runc, runsc } from './oci-runtime';

// stands in for Docker's command line and engine, in a process of its own: `docker info` and `docker run`, with a real OCI runtime
const [subcommand, ...words] = process.argv.slice(2);
const { DOCKER_IMAGE = '', DOCKER_INFO = '[name=seccomp,profile=builtin] /var/lib/docker' } = process.env;

// an engine is a process of its own, whoever calls it
process.umask(0o022);

async function run(): Promise<number> {
  const read = readDockerRun(words);
  const flags = daemonSettings.runtimes.runsc.runtimeArgs;
  const isGvisor = read.options.some(([name, value]) => name === 'runtime' && value === 'runsc');
  const { status, stdout, stderr } = await runBundle(
    isGvisor ? runsc(flags) : runc,
    bundleOf(read, DOCKER_IMAGE, `/airlock-engine-${process.pid}`),
  );
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return status ?? 1;
}

if (subcommand === 'info') console.log(DOCKER_INFO);
else
  run().then((status) => {
    process.exitCode = status;
  });

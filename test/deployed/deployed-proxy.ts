import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';

/** The real Envoy with what a deployment starts it with. */
export class DeployedProxy {
  private constructor(private readonly envoy: ChildProcess) {}

  /** Starts it and waits until it is healthy; `health` is the port that says so. */
  static async start(
    args: readonly string[],
    health: number,
    env: Readonly<Record<string, string>> = {},
  ): Promise<DeployedProxy> {
    const proxy = new DeployedProxy(spawn(await findEnvoy(), args, { env: { ...env }, stdio: 'ignore' }));
    await proxy.ready(`http://127.0.0.1:${health}/ready`);
    return proxy;
  }

  async stop(): Promise<void> {
    this.envoy.kill('SIGKILL');
    if (this.envoy.exitCode === null && this.envoy.signalCode === null) await once(this.envoy, 'exit');
  }

  private async ready(url: string): Promise<void> {
    for (let attempt = 0; attempt < 200 && this.envoy.exitCode === null; attempt += 1) {
      const status = await fetch(url).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) return;
      await pause(100);
    }
    await this.stop();
    throw new Error(`Envoy did not start, and ended with ${this.envoy.exitCode}`);
  }
}

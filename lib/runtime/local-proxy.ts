import { EventEmitter } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type AuditRecord, auditRecord } from '../audit/audit-record';
import type { Agent } from '../policy/agent';
import { createAuditFile } from './audit-file';
import { writeTrustFile } from './certificates/trust-file';
import { EnvoyProcess } from './envoy/envoy-process';
import { LocalFolder } from './local-folder';
import { type LocalPlan, localPlan } from './local-plan';
import type { LocalProxyOptions, StartOptions } from './local-proxy-options';
import { accepts, loopback } from './loopback-ports';
import { answers, sweepPrivateFolders } from './private-folder';
import { firstTokens } from './secrets/first-tokens';
import { StartError } from './start-error';

interface LocalProxyEvents {
  /** A request has ended. */
  audit: [record: AuditRecord];
  /** Something that its user should know, in one line. */
  log: [line: string];
  /** Envoy ended although nobody asked it to; in one line. */
  exit: [how: string];
}

/**
 * A policy enforced on this machine: an Envoy on loopback, its secrets in a private folder. It prints nothing.
 *
 * @example
 * const proxy = await LocalProxy.start({ policy, secrets: { 'anthropic-api-key': { kind: 'file', path: 'key' } } });
 * proxy.on('audit', (record) => console.error(record.decision, record.host, record.reason));
 * await proxy.stop();
 */
export class LocalProxy extends EventEmitter<LocalProxyEvents> {
  readonly agent: Agent;
  readonly gatewayPort: number;
  readonly proxyPort: number;
  readonly transparentPort?: number;
  readonly transparentHttpPort?: number;
  private readonly hurry = new AbortController();
  private stopping: Promise<void> | undefined;

  private constructor(
    plan: LocalPlan,
    private readonly envoy: EnvoyProcess,
    private readonly folder: LocalFolder,
  ) {
    super();
    this.agent = plan.agent;
    this.gatewayPort = plan.gatewayPort;
    this.proxyPort = plan.proxyPort;
    this.transparentPort = plan.transparentPort;
    this.transparentHttpPort = plan.transparentHttpPort;
    envoy.on('line', (line) => this.pass(line));
    envoy.on('complaint', (line) => this.complained(line));
    envoy.on('end', (how) => this.ended(how));
    folder.follow((line) => this.emit('log', line));
  }

  /**
   * Resolves when the proxy takes requests. Throws a StartError, and leaves nothing behind, if something that it was given
   * can't be used.
   */
  static async start(options: LocalProxyOptions, start: StartOptions = {}): Promise<LocalProxy> {
    await sweepPrivateFolders();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await LocalProxy.launch(await localPlan(options, start), start);
      } catch (error) {
        if (attempt === attempts || !isLostPort(error, options)) throw error;
      }
    }
  }

  private static async launch(plan: LocalPlan, start: StartOptions): Promise<LocalProxy> {
    start.signal?.throwIfAborted();
    if (plan.auditLog !== undefined) createAuditFile(plan.auditLog);
    if (plan.options.caFile !== undefined) writeTrustFile(resolve(plan.options.caFile), plan.boundary);
    const folder = LocalFolder.create(plan);
    try {
      const envoy = await EnvoyProcess.spawn(plan.envoy, folder.bootstrap, folder.path);
      await ready(envoy, plan, start);
      return new LocalProxy(plan, envoy, folder);
    } catch (error) {
      folder.remove();
      throw error;
    }
  }

  /** Base of the gateways' URLs: a destination's name follows. */
  get gatewayUrl(): string {
    return `http://${loopback}:${this.gatewayPort}`;
  }

  /** The value for HTTPS_PROXY. */
  get proxyUrl(): string {
    return `http://${loopback}:${this.proxyPort}`;
  }

  /**
   * Lets what is being served end for 10 s at most, then ends Envoy and removes every secret; takes less than 15 s.
   * With `now`, also when called a second time, it doesn't wait. Every audit record comes before it resolves.
   */
  stop({ now = false }: { readonly now?: boolean } = {}): Promise<void> {
    if (now) this.hurry.abort();
    this.stopping ??= this.envoy.stop(this.hurry.signal).finally(() => this.folder.remove());
    return this.stopping;
  }

  private complained(line: string): void {
    // it says that it was told to end
    if (!this.stopping) this.emit('log', `envoy: ${line}`);
  }

  private pass(line: string): void {
    const record = auditRecord(line);
    if (record) this.emit('audit', record);
    else this.emit('log', `envoy: ${line}`);
  }

  private ended(how: string): void {
    if (this.stopping) return;
    this.folder.remove();
    this.emit('exit', `Envoy ended ${how}`);
  }
}

const startMs = 30_000;
const attempts = 3;

/** Whether somebody else took a port that was free a moment before, and another would do. */
function isLostPort(error: unknown, options: LocalProxyOptions): boolean {
  const { gatewayPort, proxyPort, transparentPort, transparentHttpPort } = options;
  const mayChoose = [gatewayPort, proxyPort, transparentPort, transparentHttpPort].includes(0);
  return mayChoose && error instanceof StartError && error.message.includes('Address already in use');
}

async function ready(envoy: EnvoyProcess, plan: LocalPlan, start: StartOptions): Promise<void> {
  const { signal } = start;
  const complaints: string[] = [];
  const keep = (line: string) => complaints.push(line);
  envoy.on('complaint', keep);
  try {
    await serving(envoy, plan, signal);
    await firstTokens(plan.agent, () => envoy.tokensFetched(), start);
    if (envoy.ended !== undefined) throw new Error(`Envoy ended ${envoy.ended} before it took requests`);
  } catch (error) {
    await envoy.kill();
    throw signal?.aborted ? error : new StartError([`${(error as Error).message}${firstError(complaints)}`]);
  } finally {
    envoy.off('complaint', keep);
  }
}

async function serving(envoy: EnvoyProcess, plan: LocalPlan, signal?: AbortSignal): Promise<void> {
  const until = Date.now() + startMs;
  while (envoy.ended === undefined) {
    if ((await envoy.isLive()) && (await Promise.all(takingFrom(plan))).every(Boolean)) return;
    if (Date.now() > until) throw new Error(`Envoy takes no requests after ${startMs / 1000} s`);
    await pause(20, undefined, { signal });
  }
  throw new Error(`Envoy ended ${envoy.ended} before it took requests`);
}

/** Whether the two main ways in take connections; at the others one that says nothing is recorded. */
const takingFrom = ({ options, sockets, gatewayPort, proxyPort }: LocalPlan): readonly Promise<boolean>[] =>
  options.socketsOnly
    ? [sockets.gatewaySocket, sockets.proxySocket].flatMap((path) => (path === undefined ? [] : [answers(path)]))
    : [gatewayPort, proxyPort].map(accepts);

function firstError(complaints: readonly string[]): string {
  const error = complaints.find((line) => /^(critical|error) /.test(line));
  return error === undefined ? '' : `: ${error.replace(/^\w+ /, '')}`;
}

import { chownSync } from 'node:fs';
import { printable } from '../../lib/audit/printable';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import type { LocalProxyOptions } from '../../lib/runtime/local-proxy-options';
import { asStartError, StartError } from '../../lib/runtime/start-error';
import { type Enforcement, enforcement } from '../../lib/sandbox/launch/limits/enforcement';
import { SandboxFolder } from '../../lib/sandbox/launch/sandbox-folder';
import { type SandboxPlan, sandboxPlan } from '../../lib/sandbox/launch/sandbox-plan';
import type { SandboxProps } from '../../lib/sandbox/launch/sandbox-props';
import { SandboxedCommand } from '../../lib/sandbox/launch/sandboxed-command';
import { bridged } from '../../lib/sandbox/places';
import { type OpenLayer, openLayer } from '../../lib/workspace/layer/layer';
import { Interruption } from '../interruption';
import { conclude, remind } from '../review/conclude';
import type { TerminalLines } from '../terminal-lines';
import { Denials } from './denials';
import { handOn } from './hand-on';
import { watchMade } from './made-places';
import { refuseOwnFiles } from './own-files';
import { runLock } from './run-lock';
import { terminalReset } from './terminal-reset';
import { watchCovered } from './uncovered';

/** What `run POLICY -- COMMAND` is about. */
export interface CommandRun {
  readonly policyFile: string;
  readonly sandbox: SandboxProps;
  readonly proxy: LocalProxyOptions;
  /** Whether nothing starts where something can't be limited for all processes together. */
  readonly requiresLimits: boolean;
  /** Whether what it changed is listed at the end. */
  readonly review: boolean;
}

/** Runs a command in a sandbox behind the proxy, to its end; returns the status that it ended with. Throws a StartError before it starts anything. */
export async function runCommand(run: CommandRun, lines: TerminalLines): Promise<number> {
  const lock = await runLock(run.sandbox);
  try {
    return await locked(run, lines);
  } finally {
    await lock?.release();
  }
}

async function locked({ policyFile, sandbox, proxy, requiresLimits, review }: CommandRun, lines: TerminalLines): Promise<number> {
  const plan = sandboxPlan(sandbox);
  refuseOwnFiles(policyFile, proxy, plan);
  const { mode, source: workspace } = plan.workspace;
  const made = mode === 'rw' ? watchMade(workspace) : () => [];
  const uncovered = watchCovered(plan);
  const say = (line: string) => lines.write(line);
  uncovered.warnings.forEach(say);
  const status = await limited(plan, requiresLimits, proxy, lines);
  for (const line of [...uncovered.lines(), ...made()]) say(line);
  if (mode === 'overlay') await (review ? conclude : remind)({ workspace, say });
  return status;
}

async function limited(plan: SandboxPlan, isRequired: boolean, proxy: LocalProxyOptions, lines: TerminalLines): Promise<number> {
  const held = await enforcement({ limits: plan.limits, uid: plan.user.uid, isRequired });
  try {
    lines.write(`limits: ${held.says}`);
    return await inFolder({ plan, held }, proxy, lines);
  } finally {
    await held.remove();
  }
}

/** What a command is started by. */
interface Readied {
  readonly plan: SandboxPlan;
  /** What holds it to its limits. */
  readonly held: Enforcement;
}

async function inFolder(readied: Readied, proxy: LocalProxyOptions, lines: TerminalLines): Promise<number> {
  for (const warning of readied.plan.transparent?.warnings ?? []) lines.write(`warning: ${warning}`);
  const layer = await layerOf(readied.plan);
  if (layer?.isWaiting) lines.write('changes of an earlier run wait: this one goes on with them');
  const folder = new SandboxFolder();
  try {
    return await behindProxy(readied, folder, proxy, lines);
  } finally {
    folder.remove();
    await layer?.release();
  }
}

/** Held for as long as the command runs. */
async function layerOf({ workspace: { mode, source } }: SandboxPlan): Promise<OpenLayer | undefined> {
  if (mode !== 'overlay') return undefined;
  return openLayer(source).catch(asStartError);
}

/** 128 and the number of SIGINT, as of a command that it ended. */
const interrupted = 130;

async function behindProxy({ plan, held }: Readied, folder: SandboxFolder, options: LocalProxyOptions, lines: TerminalLines) {
  const { stop } = new Interruption();
  const sockets = socketsOf(plan, folder);
  const start = { signal: stop, progress: (line: string) => lines.write(line) };
  const publicPorts = { gateway: bridged.gatewayPort, proxy: bridged.proxyPort };
  const given = { ...options, ...sockets, caFile: folder.caFile, publicPorts };
  const proxy = await LocalProxy.start(given, start).catch((error) => {
    if (!stop.aborted) throw error;
  });
  if (!proxy) return interrupted;
  try {
    for (const socket of Object.values(sockets)) chownSync(socket, plan.user.uid, plan.user.gid);
    return await ran(SandboxedCommand.start(plan, folder, held), proxy, lines);
  } finally {
    await proxy.stop({ now: true });
  }
}

function socketsOf({ transparent }: SandboxPlan, folder: SandboxFolder) {
  const { gatewaySocket, proxySocket, transparentSocket, transparentHttpSocket } = folder;
  return { gatewaySocket, proxySocket, ...(transparent && { transparentSocket, transparentHttpSocket }) };
}

/** Keeps silent until the command has ended: the terminal is the command's. */
async function ran(command: SandboxedCommand, proxy: LocalProxy, lines: TerminalLines): Promise<number> {
  const denials = new Denials();
  const said: string[] = [];
  proxy.on('audit', (record) => denials.add(record));
  proxy.on('log', (line) => said.push(printable(line)));
  proxy.on('exit', (how) => said.push(printable(how)));
  handOn(command);
  const status = await command.ended();
  process.stderr.write(terminalReset(process.stderr));
  await proxy.stop({ now: true });
  for (const line of [...said, ...denials.lines()]) lines.write(line);
  if (status === undefined) throw new StartError(['the sandbox was not made, and COMMAND not started: see the message above']);
  return status;
}

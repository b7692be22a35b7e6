import type { Command } from 'commander';
import type { Agent } from '../../lib/policy/agent';
import { decide } from '../../lib/policy/decision';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { reasons } from '../../lib/policy/reason';
import { passesInReport } from '../../lib/policy/report-mode';
import { Unusable } from '../exit';
import { parseKnownPort } from '../parse-port';

interface ExplainOptions {
  readonly agent?: string;
  readonly gatewayPort: string;
}

/** `explain POLICY METHOD URL`: what the proxy would decide and why; status 0 if allowed, 1 if denied. */
export function register(program: Command): void {
  program
    .command('explain')
    .description('say whether a request would be allowed, and why')
    .argument('<policy>', 'the policy file, such as airlock.yaml')
    .argument('<method>', 'HTTP method, such as POST, or CONNECT')
    .argument(
      '<url>',
      'https://HOST/PATH, http://PROXY:8080/NAME/PATH, http://HOST/PATH through the proxy, or HOST:PORT for CONNECT',
    )
    .option('--agent <name>', 'agent that sends it; needed if the policy has several')
    .option('--gateway-port <port>', 'port of the gateways in http://PROXY:PORT/…', '8080')
    .action(explain);
}

function explain(file: string, method: string, url: string, { agent, gatewayPort }: ExplainOptions): void {
  const policy = EgressPolicy.fromFile(file);
  const asked = [agentOf(policy, agent), method, url, { gatewayPort: parseKnownPort(gatewayPort, '--gateway-port') }] as const;
  const { decision, reason, destination, via } = decide(...asked);
  if (reason === 'malformed') {
    throw new Unusable(`request must be METHOD https://HOST/PATH, or CONNECT HOST:PORT, got '${method} ${url}'`);
  }
  console.log(`${decision}: ${reasons[reason]} (${reason})`);
  if (destination) console.log(`destination: ${destination}`);
  if (via) console.log(`reached by: ${via}`);
  if (policy.enforcement !== 'enforce' && passesInReport(policy, ...asked)) {
    console.log(`until ${policy.enforcement.reportUntil}, 00:00 UTC, it passes and is logged as would-deny`);
  }
  process.exitCode = decision === 'allow' ? 0 : 1;
}

function agentOf(policy: EgressPolicy, name: string | undefined): Agent {
  try {
    return policy.agent(name);
  } catch (error) {
    throw new Unusable((error as Error).message);
  }
}

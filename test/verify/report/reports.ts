import type { Report, ReportedExit, ReportedFinding, ReportedHop } from '../../../lib/verify/report/report';

export const hop = (resource: string, more: Partial<ReportedHop> = {}): ReportedHop => ({
  resource,
  type: 'AWS::EC2::Route',
  file: 'cdk.out/Main.template.json',
  pointer: `/Resources/${resource}`,
  why: 'routes 0.0.0.0/0 to the internet gateway',
  line: 7,
  ...more,
});

export const exit = (more: Partial<ReportedExit> = {}): ReportedExit => ({
  agent: 'Main/Agent',
  kind: 'proxy',
  destination: 'Main/Proxy',
  family: 'ipv4',
  protocol: 'tcp',
  ports: [{ from: 8080, to: 8080 }],
  when: '',
  path: [hop('Main/Group', { type: 'AWS::EC2::SecurityGroup', why: 'allows tcp 8080 to Main/DoorGroup' })],
  ...more,
});

export const finding = (more: Partial<ReportedFinding> = {}): ReportedFinding => ({
  id: 'AIRLOCK-NET-001/Main/Agent/Main/Out',
  rule: 'AIRLOCK-NET-001',
  verdict: 'refuted',
  agent: 'Main/Agent',
  message: 'can reach the internet by IPv4 (tcp 443) through Main/Out',
  fix: 'take out one step of the path',
  when: '',
  path: [hop('Main/Group', { line: 3, why: 'allows tcp 443 to 0.0.0.0/0' }), hop('Main/Out')],
  ...more,
});

const leak = exit({
  kind: 'leak',
  destination: 'Main/Out every public IPv4 address',
  ports: [{ from: 443, to: 443 }],
  path: [hop('Main/Out')],
});

export const proven: Report = {
  schemaVersion: 1,
  tool: { name: 'agent-airlock', version: '1.2.3' },
  inputs: [{ path: 'cdk.out/Main.template.json', sha256: 'ab'.repeat(32) }],
  verdict: 'proven',
  agents: [{ id: 'Main/Agent', verdict: 'proven' }],
  exits: [exit(), exit({ ports: [{ from: 3128, to: 3128 }] })],
  findings: [],
  assumptions: ['The inputs are the whole system.'],
  residual: ['A tunnel carries what it likes.'],
  accepted: [],
  ignoredAcceptances: [],
  coverage: { modelled: [{ type: 'AWS::EC2::VPC', count: 2 }], inert: [{ type: 'AWS::SQS::Queue', count: 1 }], unmodelled: [] },
};

export const refuted: Report = {
  ...proven,
  verdict: 'refuted',
  agents: [{ id: 'Main/Agent', verdict: 'refuted' }],
  exits: [...proven.exits, leak],
  findings: [finding()],
};

export const unknown: Report = {
  ...proven,
  verdict: 'unknown',
  agents: [{ id: 'Main/Agent', verdict: 'unknown' }],
  exits: [exit({ kind: 'unknown', destination: 'Main/Peering', protocol: 'all', ports: [], when: 'Stage=prod' })],
  findings: [
    finding({
      id: 'AIRLOCK-NET-003/Main/Agent/Main/Peering',
      rule: 'AIRLOCK-NET-003',
      verdict: 'unknown',
      message: "may reach something that the inputs don't show",
      when: 'Stage=prod',
      path: [hop('Main/Peering', { line: null })],
    }),
  ],
  coverage: { ...proven.coverage, unmodelled: [{ type: 'AWS::Odd::Thing', count: 2 }] },
};

const acceptance = { id: 'AIRLOCK-NET-001/Main/Agent/Main/Out', because: 'a test network', until: '2999-01-01' };

export const accepted: Report = {
  ...refuted,
  verdict: 'proven',
  agents: proven.agents,
  findings: [],
  accepted: [acceptance],
  ignoredAcceptances: [{ ...acceptance, id: 'AIRLOCK-NET-002/other', why: 'no finding has this id' }],
};

/** What a template may call its parts to harm whoever reads a report. */
export const hostile =
  '\u001b]0;owned\u0007\u001b[2J\r\n\u202e<img src=x onerror=alert(1)>"\'&amp;</svg><script>alert(2)</script>';

/** A report in which every text that comes from a template is hostile. */
export const hostileReport: Report = {
  ...refuted,
  inputs: [{ path: `cdk.out/${hostile}.json`, sha256: 'cd'.repeat(32) }],
  agents: [{ id: hostile, verdict: 'refuted' }],
  exits: [
    exit({ agent: hostile, kind: 'leak', destination: hostile, when: `P=${hostile}`, protocol: hostile, path: [hop(hostile)] }),
  ],
  findings: [
    finding({
      ...{ id: hostile, agent: hostile, message: hostile, fix: hostile, when: `P=${hostile}` },
      path: [hop(hostile, { file: `cdk.out/${hostile}.json`, type: hostile, why: hostile, pointer: `/${hostile}` })],
    }),
  ],
  accepted: [{ id: hostile, because: hostile, until: '2999-01-01' }],
  ignoredAcceptances: [{ id: hostile, because: hostile, until: '2999-01-01', why: hostile }],
  assumptions: [hostile],
  coverage: { modelled: [{ type: hostile, count: 1 }], inert: [], unmodelled: [{ type: hostile, count: 1 }] },
};

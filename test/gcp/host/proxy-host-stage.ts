import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { CertificateAuthority } from '../../../lib/runtime/certificates/certificate-authority';
import { findEnvoy } from '../../../lib/runtime/envoy/envoy-binary';
import { proxyHeader } from '../../envoy/proxy-header';
import { exchange, type RawAnswer } from '../../envoy/raw-client';
import { scratchFolder, until } from '../../runtime/scratch';
import { type MetadataServer, startMetadataServer } from '../../stand-ins/metadata-server';
import { type SecretManager, startSecretManager } from '../../stand-ins/secret-manager';
import { startUpstream, type Upstream, type UpstreamProps } from '../../stand-ins/upstream';
import { stackOf } from '../fixture';
import { doorIn, hostFilesOf } from '../proxy-fixture';
import { HostRoom } from './host-room';

const accessToken = 'ya29.the-token-of-the-host';
const gitHosts = ['github.com'];

/** Claude by a key, Vertex AI by an access token, and git intercepted. */
const policy = EgressPolicy.parse({
  version: 1,
  destinations: [
    {
      ...{ name: 'claude', host: 'api.anthropic.com', access: 'gateway', allow: [{ methods: ['POST'], path: '/v1/messages' }] },
      credential: { type: 'header', header: 'x-api-key', secret: 'anthropic-api-key' },
    },
    {
      ...{ name: 'vertex', host: 'europe-west1-aiplatform.googleapis.com', access: 'gateway', allow: 'any' },
      credential: { type: 'google-access-token' },
    },
    { name: 'git', hosts: gitHosts, access: 'intercept', allow: [{ methods: ['GET'], path: '/acme/**' }] },
  ],
});

const secretId = (name: string): string => `projects/acme/secrets/${name}`;

/** A proxy's host as it is deployed, with stand-ins for the cloud, an agent behind the door, and one upstream for all hosts. */
export class ProxyHostStage {
  host!: HostRoom;
  manager!: SecretManager;
  metadata!: MetadataServer;
  upstream!: Upstream;
  boundary!: CertificateAuthority;
  /** What systemd is told to start Envoy with. */
  private unit = '';
  private envoy?: ChildProcess;
  private printed = '';

  constructor(answer?: UpstreamProps['answer']) {
    const folder = scratchFolder();
    beforeAll(() => this.open(folder, answer));
    beforeEach(() => {
      this.upstream.seen.length = 0;
    });
    afterAll(async () => {
      await this.stop();
      await this.host?.close();
      await Promise.all([this.manager, this.metadata, this.upstream].map((each) => each?.close()));
    });
  }

  /** Gives a secret of the policy a new version. */
  store(name: string, value: string): void {
    this.manager.secrets.set(secretId(name), { value });
  }

  /** What the secrets' timer does. */
  async refresh(): Promise<string> {
    return (await this.host.run('bash', '/etc/airlock/refresh.sh')).output;
  }

  /** Starts Envoy as the unit says, but in no container: what comes before it, then the image's program by its user without capabilities. */
  async start(): Promise<void> {
    for (const [, command = ''] of this.unit.matchAll(/^ExecStartPre=(.*)$/gm))
      if (!/docker|pull\.sh/.test(command)) await this.runs(command);
    const [, args = ''] = /^ExecStart=.* \$\{AIRLOCK_IMAGE\} (.*)$/m.exec(this.unit) ?? [];
    const user = ['--reuid=101', '--regid=101', '--clear-groups', '--bounding-set=-all', '--no-new-privs'];
    this.envoy = this.host.start('setpriv', ...user, '/run/envoy', ...args.split(' '));
    for (const stream of [this.envoy.stdout, this.envoy.stderr]) stream?.on('data', (data) => (this.printed += data));
    await until(
      async () => (await this.status('/ready')) === 200,
      () => `Envoy did not start: ${this.printed}`,
    );
  }

  async stop(): Promise<void> {
    if (!this.envoy || this.envoy.exitCode !== null || this.envoy.signalCode !== null) return;
    const ended = once(this.envoy, 'exit');
    this.envoy.kill('SIGTERM');
    await ended;
  }

  /** A connection as the load balancer makes it, for an agent behind the door. */
  through(port: number, source = '10.64.1.9'): Socket {
    const client = connect(this.host.socket(port));
    client.write(proxyHeader({ source, port, connectionId: 0x1234_5678_9abc_def0n }));
    return client;
  }

  /** What an agent's request for a path of the gateway is answered. */
  ask(path: string, method = 'POST'): Promise<RawAnswer> {
    const head = `${method} ${path} HTTP/1.1\r\nHost: 10.64.0.2:8080\r\nx-api-key: placeholder\r\nContent-Length: 2\r\nConnection: close\r\n\r\n`;
    return exchange(this.through(8080), `${head}{}`);
  }

  /** What the health check is answered, 0 if nothing. */
  status(path: string): Promise<number> {
    return new Promise((resolve) => {
      const call = request({ socketPath: this.host.socket(9902), path, timeout: 10_000 }, async (response) => {
        await text(response).catch(() => '');
        resolve(response.statusCode ?? 0);
      });
      call.on('timeout', () => call.destroy()).on('error', () => resolve(0));
      call.end();
    });
  }

  /** All that Envoy printed. */
  get output(): string {
    return this.printed;
  }

  private async runs(command: string): Promise<void> {
    const [program = '', ...args] = command.split(' ');
    const { status, output } = await this.host.run(program, ...args);
    if (status !== 0) throw new Error(`${command} ended with ${status}: ${output}`);
  }

  private async open(folder: string, answer: UpstreamProps['answer']): Promise<void> {
    const authority = await CertificateAuthority.create({ name: 'public' });
    this.boundary = await CertificateAuthority.create({ name: 'boundary' });
    const hosts = policy.destinations.flatMap((each) => each.hosts.map(({ text: host }) => host));
    this.metadata = await startMetadataServer({ access_token: accessToken, expires_in: 3599 });
    this.manager = await startSecretManager({
      ...(await authority.issue({ hosts: ['secretmanager.googleapis.com'] })),
      token: accessToken,
    });
    this.upstream = await startUpstream({ ...(await authority.issue({ hosts })), answer });
    const files = this.deployed();
    this.host = await HostRoom.open({
      folder,
      files: new Map([...files, ['/etc/ssl/certs/ca-certificates.crt', authority.certificate]]),
      programs: { envoy: await findEnvoy() },
      ports: [8080, 3128, 9902],
      standIns: [
        { names: [], address: '169.254.169.254', port: 80, to: Number(this.metadata.host.split(':')[1]) },
        { names: ['secretmanager.googleapis.com'], address: '199.36.153.8', port: 443, to: this.manager.port },
        { names: hosts, address: '151.101.1.1', port: 443, to: this.upstream.port },
      ],
    });
    await this.runs('/bin/bash /etc/airlock/firewall.sh');
    const leaf = await this.boundary.issue({ hosts: gitHosts });
    this.store('git', JSON.stringify({ certificate: leaf.certificate, key: leaf.key }));
  }

  /** The files of the hosts as they are synthesized, and the unit among them. */
  private deployed(): ReadonlyMap<string, string> {
    const stack = stackOf();
    doorIn(stack, {
      policy,
      secrets: { 'anthropic-api-key': { id: secretId('anthropic-api-key') } },
      interception: { ca: this.boundary.certificate, certificates: { git: { id: secretId('git') } } },
    });
    const files = hostFilesOf(stack);
    this.unit = files.get('/etc/systemd/system/airlock-proxy.service') ?? '';
    return files;
  }
}

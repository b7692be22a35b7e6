import { execFile, spawnSync } from 'node:child_process';

/** What stands around a container of a host: the door, another address, the metadata server, and the host itself at both its addresses. */
export const around = {
  door: '10.64.0.2',
  other: '10.64.0.9',
  metadata: '169.254.169.254',
  bridge: '172.17.0.1',
  host: '10.64.1.2',
};

/** TCP ports at which somebody answers, at each of them; at the metadata server's port 53 over UDP as well. */
export const answered = [22, 53, 80, 443, 3128, 8080];

/** Why containers can't be tried here, if so. */
export function whyNoContainer(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'a container’s network needs Linux, and root';
  const commands = 'ip link add docker0 type veth peer name eth0 && iptables -w -N X && ip6tables -w -N X';
  const { error, status, stderr } = spawnSync('unshare', ['--net', 'sh', '-c', commands], { encoding: 'utf8' });
  return status === 0 ? undefined : `a container's network can't be made: ${error?.message ?? stderr.trim()}`;
}

/**
 * What a container behind Docker's bridge reaches, as `PROTOCOL ADDRESS:PORT`, on a host that has run a script after Docker was started: Docker's
 * own rules are those that matter here, its chain DOCKER-USER and its translation of addresses.
 */
export function reachedBehind(script: string): Promise<readonly string[]> {
  const env = { PATH: process.env.PATH, RULES: script, NODE: process.execPath, ANSWER: answer, TRY: attempt };
  return new Promise((resolve, reject) => {
    execFile('unshare', ['--net', 'bash', '--norc', '-c', room], { env, timeout: 160_000 }, (error, out, err) => {
      if (error) reject(new Error(`the room ended: ${err || error.message}`));
      else resolve(JSON.parse(out));
    });
  });
}

const room = `set -euo pipefail
unshare --net sleep 170 >/dev/null 2>&1 & container=$!
unshare --net sleep 170 >/dev/null 2>&1 & outside=$!
trap 'kill $(jobs -p)' EXIT
for each in $container $outside; do
  until [ "$(readlink /proc/$each/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
done
within() { nsenter --target "$1" --net -- "\${@:2}"; }
ip link add docker0 type veth peer name eth0 netns $container
ip link add eth0 type veth peer name eth0 netns $outside
ip address add ${around.bridge}/16 dev docker0 && ip address add ${around.host}/24 dev eth0
for link in lo docker0 eth0; do ip link set $link up; done
within $container ip address add 172.17.0.2/16 dev eth0
for address in 10.64.1.1/24 ${around.door}/32 ${around.other}/32 ${around.metadata}/32; do
  within $outside ip address add $address dev eth0
done
for each in $container $outside; do within $each ip link set eth0 up; done
within $container ip route add default via ${around.bridge}
ip route add default via 10.64.1.1
echo 1 >/proc/sys/net/ipv4/ip_forward
iptables -w -N DOCKER-USER
iptables -w -A FORWARD -j DOCKER-USER
iptables -w -t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
bash --norc -c "$RULES"
coproc OUTSIDE { within $outside "$NODE" -e "$ANSWER" ${around.metadata} 2>&1; }
read -r _ <&"\${OUTSIDE[0]}"
exec {first}<&"\${OUTSIDE[0]}"
coproc HOST { "$NODE" -e "$ANSWER" 127.0.0.1 2>&1; }
read -r _ <&"\${HOST[0]}"
within $container "$NODE" -e "$TRY"
`;

const answer = `const ports = ${JSON.stringify(answered)};
const udp = require('node:dgram').createSocket('udp4');
udp.on('message', (_, from) => udp.send('yes', from.port, from.address)).bind(53, process.argv[1], () => {
  let open = 0;
  for (const port of ports)
    require('node:net').createServer((socket) => socket.end()).listen(port, '0.0.0.0', () => ++open === ports.length && console.log('open'));
});`;

const attempt = `const addresses = ${JSON.stringify(Object.values(around))};
const tcp = (host, port) => new Promise((resolve) => {
  const socket = require('node:net').connect({ host, port, timeout: 3000 });
  for (const event of ['error', 'timeout']) socket.on(event, () => (socket.destroy(), resolve([])));
  socket.on('connect', () => (socket.destroy(), resolve(['tcp ' + host + ':' + port])));
});
const udp = (host, port) => new Promise((resolve) => {
  const socket = require('node:dgram').createSocket('udp4');
  const end = (found) => { clearTimeout(timer); socket.close(); resolve(found); };
  const timer = setTimeout(() => end([]), 3000);
  socket.on('error', () => end([])).on('message', () => end(['udp ' + host + ':' + port]));
  socket.send('?', port, host);
});
const tries = addresses.flatMap((host) => ${JSON.stringify(answered)}.map((port) => tcp(host, port)));
Promise.all([...tries, udp('${around.metadata}', 53)]).then((found) => console.log(JSON.stringify(found.flat())));`;

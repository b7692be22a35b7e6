"""Lays small networks of Linux namespaces and shoots packets through them, as asked on standard input, one JSON object a line.

A request is {"namespaces": [...], "links": [...], "shots": [...]}; the answer is {"arrivals": [[shot, namespace], ...]}, or
{"error": "..."}. Namespaces have no names and are held by open files only: however this process ends, the kernel removes them.
"""

import contextlib
import ctypes
import ipaddress
import json
import os
import selectors
import socket
import struct
import subprocess
import sys

CLONE_NEWNET = 0x40000000
SO_RCVBUFFORCE = 33
# tells our packets from answers to them
MAGIC = 0xA11C
# more than the namespaces on any path
HOPS = 32
PROTOCOLS = {"tcp": 6, "udp": 17, "icmp": 1}
ECHO_REQUEST = {socket.AF_INET: 8, socket.AF_INET6: 128}
libc = ctypes.CDLL(None, use_errno=True)


def checked(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def enter(namespace):
    checked(libc.setns(namespace, CLONE_NEWNET))


def new_namespace():
    checked(libc.unshare(CLONE_NEWNET))
    return os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)


class Network:
    """One laid network: its namespaces, until `close`."""

    def __init__(self, base, request):
        self.base = base
        self.specs = request["namespaces"]
        self.files = {}
        self.sockets = []
        try:
            self.lay(request["links"])
        except BaseException:
            self.close()
            raise

    def lay(self, links):
        for spec in self.specs:
            self.files[spec["name"]] = new_namespace()
            self.set_switches(spec["forwards"])
        enter(self.base)
        lines = [self.link(*link) for link in links]
        finish([self.start(self.base, ["ip", "-batch", "-"], "\n".join(lines))])
        finish(self.start_all("ip", ["ip", "-batch", "-"]))
        finish([*self.start_all("ip6", ["ip", "-6", "-batch", "-"]), *self.start_all("nft", ["nft", "-f", "-"])])

    def start_all(self, part, command):
        return [self.start(self.files[s["name"]], command, "\n".join(s[part])) for s in self.specs if s[part]]

    def set_switches(self, forwards):
        switches = {"ipv4/conf/all/rp_filter": 0, "ipv4/conf/default/rp_filter": 0, "ipv4/conf/all/send_redirects": 0}
        switches |= {"ipv4/conf/default/send_redirects": 0, "ipv6/conf/default/accept_dad": 0, "ipv6/conf/all/accept_dad": 0}
        if forwards:
            switches |= {"ipv4/ip_forward": 1, "ipv6/conf/all/forwarding": 1}
        for name, value in switches.items():
            with open(f"/proc/sys/net/{name}", "w") as file:
                file.write(str(value))

    def link(self, index, one, other):
        # both ends have one address and ask for no other's, so no packet waits for ARP or neighbour discovery
        hardware = "02:00:00:00:%02x:%02x" % divmod(index, 256)
        ends = [f"name {name} address {hardware} netns /proc/self/fd/{self.files[space]}" for space, name in (one, other)]
        return f"link add {ends[0]} type veth peer {ends[1]}"

    def start(self, namespace, command, text):
        enter(namespace)
        try:
            files = tuple(self.files.values())
            pipe = subprocess.PIPE
            process = subprocess.Popen(command, stdin=pipe, stdout=subprocess.DEVNULL, stderr=pipe, text=True, pass_fds=files)
        finally:
            enter(self.base)
        return process, text

    def socket(self, namespace, family, protocol):
        enter(self.files[namespace])
        try:
            number = 58 if (family, protocol) == (socket.AF_INET6, "icmp") else PROTOCOLS[protocol]
            made = socket.socket(family, socket.SOCK_RAW, number)
        finally:
            enter(self.base)
        made.setblocking(False)
        self.sockets.append(made)
        return made

    def listen(self):
        """Raw sockets get what has passed the input hook of their namespace: what a program there could see."""
        ears = selectors.DefaultSelector()
        for spec in (spec for spec in self.specs if spec["listens"]):
            for family in (socket.AF_INET, socket.AF_INET6):
                for protocol in PROTOCOLS:
                    ear = self.socket(spec["name"], family, protocol)
                    ear.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 24)
                    ears.register(ear, selectors.EVENT_READ, (spec["name"], family, protocol))
        return ears

    def shoot(self, shots, follower):
        ears = self.listen()
        mouths = {}
        arrivals = set()
        with follower.on_one_processor():
            for index, shot in enumerate(shots):
                self.send(mouths, shot, packet(index, shot))
                # the kernel drops what is beyond a thousand packets in its queue
                if index % 64 == 0:
                    follower.follow()
                    hear(ears, arrivals)
            follower.follow()
        hear(ears, arrivals)
        ears.close()
        return sorted(arrivals)

    def send(self, mouths, shot, content):
        key = (shot["from"], family_of(shot["to"]), shot["protocol"])
        if key not in mouths:
            mouths[key] = self.socket(*key)
        try:
            mouths[key].sendto(content, (shot["to"], 0))
        except (PermissionError, BlockingIOError):
            pass  # its own output hook drops it
        except OSError as error:
            if error.errno not in (101, 113):  # no route to the network, or to the host
                raise

    def close(self):
        for made in self.sockets:
            made.close()
        for file in self.files.values():
            os.close(file)


def finish(started):
    failures = []
    for process, text in started:
        try:
            _, errors = process.communicate(text, timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            errors = "it took more than 20 s"
        if process.returncode != 0 or errors:
            failures.append(f"{process.args[0]}: {errors.strip()}\n{text}")
    if failures:
        raise RuntimeError("\n".join(failures))


class Follower:
    """Goes after packets through the queue that each processor has for all that is received: one at loopback, or at the next end of a link."""

    def __init__(self):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        self.ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.ear.bind(("127.0.0.1", 0))
        self.ear.settimeout(60)

    @contextlib.contextmanager
    def on_one_processor(self):
        before = os.sched_getaffinity(0)
        os.sched_setaffinity(0, {libc.sched_getcpu()})
        try:
            yield
        finally:
            os.sched_setaffinity(0, before)

    def follow(self):
        """Returns when all that was sent before has come where it goes: each time that a datagram is back, all before it are a hop on."""
        for _ in range(HOPS):
            self.ear.sendto(b"", self.ear.getsockname())
            self.ear.recv(1)


def hear(ears, arrivals):
    """Takes what has come."""
    while ready := ears.select(0):
        for key, _ in ready:
            drain(key.fileobj, *key.data, arrivals)


def drain(ear, namespace, family, protocol, arrivals):
    while True:
        try:
            content = ear.recv(2048)
        except BlockingIOError:
            return
        # only IPv4 sockets show the IP header
        start = (content[0] & 15) * 4 if family == socket.AF_INET else 0
        index = shot_of(content[start:], family, protocol)
        if index is not None:
            arrivals.add((index, namespace))


def shot_of(content, family, protocol):
    if protocol == "tcp":
        if content[13] != 2:
            return None  # not a SYN
        offset = 4
    elif protocol == "udp":
        offset = 8
    else:
        if content[0] != ECHO_REQUEST[family]:
            return None
        offset = 8
    mark = struct.unpack_from("!I", content, offset)[0] if len(content) >= offset + 4 else 0
    return mark & 0xFFFF if mark >> 16 == MAGIC else None


def family_of(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def packet(index, shot):
    """The first packet of a connection, a datagram or an echo request, with the shot's number where no router touches it."""
    mark = struct.pack("!I", MAGIC << 16 | index)
    source_port = 32768 + index % 28000
    if shot["protocol"] == "tcp":
        content = struct.pack("!HH4sIBBHHH", source_port, shot["port"], mark, 0, 5 << 4, 2, 64240, 0, 0)
        return summed(shot, 6, content, 16)
    if shot["protocol"] == "udp":
        return summed(shot, 17, struct.pack("!HHHH4s", source_port, shot["port"], 12, 0, mark), 6)
    family = family_of(shot["to"])
    content = struct.pack("!BBHHH4s", ECHO_REQUEST[family], 0, 0, source_port, index, mark)
    return summed(shot, 58, content, 2) if family == socket.AF_INET6 else with_sum(content, 2, b"")


def summed(shot, number, content, offset):
    ends = ipaddress.ip_address(shot["source"]).packed + ipaddress.ip_address(shot["to"]).packed
    return with_sum(content, offset, ends + struct.pack("!II", len(content), number))


def with_sum(content, offset, pseudo_header):
    total = sum(struct.unpack("!%dH" % ((len(pseudo_header) + len(content)) // 2), pseudo_header + content))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return content[:offset] + struct.pack("!H", ~total & 0xFFFF or 0xFFFF) + content[offset + 2 :]


def answer(base, follower, request):
    if len(request["shots"]) > 0x10000:
        raise ValueError("a mark has room for 65536 shots, got %d" % len(request["shots"]))
    network = Network(base, request)
    try:
        return {"arrivals": network.shoot(request["shots"], follower)}
    finally:
        network.close()


def main():
    base = new_namespace()
    follower = Follower()
    for line in sys.stdin:
        try:
            reply = answer(base, follower, json.loads(line))
        except Exception as error:
            enter(base)
            reply = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(reply), flush=True)


main()

"""What programs do all day: threads, processes, pipes, signals, memory, locks, sockets on loopback."""

import asyncio
import multiprocessing
import os
import signal
import socket
import subprocess
import tempfile
import threading

threads = [threading.Thread(target=lambda: None) for _ in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert subprocess.run("echo a | cat", shell=True, capture_output=True, check=True).stdout == b"a\n"
with multiprocessing.get_context("fork").Pool(2) as pool:
    assert pool.map(abs, [-1, -2]) == [1, 2]
caught = []
signal.signal(signal.SIGALRM, lambda *_: caught.append(True))
signal.setitimer(signal.ITIMER_REAL, 0.01)
signal.pause()
assert caught
memory = os.memfd_create("scratch")
assert os.write(memory, b"kept") == 4
for family, address in ((socket.AF_INET, ("127.0.0.1", 0)), (socket.AF_UNIX, tempfile.mktemp())):
    with socket.socket(family) as server, socket.socket(family) as client:
        server.bind(address)
        server.listen()
        client.connect(server.getsockname())
        server.accept()[0].sendall(b"hello")
        assert client.recv(5) == b"hello"
assert [name for _, name in socket.if_nameindex()] == ["lo"]


async def ticks():
    left, right = socket.socketpair()
    reader, _ = await asyncio.open_connection(sock=left)
    right.sendall(b"tick")
    assert await reader.readexactly(4) == b"tick"


asyncio.run(ticks())
with tempfile.NamedTemporaryFile() as file:
    os.chmod(file.name, 0o755)
    os.rename(file.name, file.name + "-2")
    os.link(file.name + "-2", file.name)
print("all of it")

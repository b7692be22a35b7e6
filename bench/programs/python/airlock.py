"""What mitmproxy does of the job: the host, allowed paths, the key, the agent's keys taken off, a record a request."""

import json
import os
import time

from mitmproxy import http

host, port = os.environ["BENCH_HOST"], int(os.environ["BENCH_PORT"])
address, key = os.environ["BENCH_ADDRESS"], os.environ["BENCH_KEY"]
prefix = os.environ["BENCH_PREFIX"]
allowed, stripped = (frozenset(os.environ[name].split()) for name in ("BENCH_ALLOWED", "BENCH_STRIPPED"))
records = open(os.environ["BENCH_RECORDS"], "a")


def server_connect(data):
    data.server.address = (address, port)


def http_connect(flow: http.HTTPFlow) -> None:
    if flow.request.pretty_host != host:
        flow.response = http.Response.make(403, b'{"error":"denied"}')


def requestheaders(flow: http.HTTPFlow) -> None:
    request = flow.request
    path = request.path.split("?")[0].removeprefix(prefix)
    if f"{request.method}:{path}" not in allowed:
        flow.response = http.Response.make(403, b'{"error":"denied"}')
        return
    for name in stripped:
        request.headers.pop(name, None)
    request.path = request.path.removeprefix(prefix)
    request.headers["host"] = host
    request.headers["x-api-key"] = key


def responseheaders(flow: http.HTTPFlow) -> None:
    flow.response.headers.pop("set-cookie", None)
    flow.response.stream = True


def response(flow: http.HTTPFlow) -> None:
    request = flow.request
    record = {"v": 1, "time": time.time(), "method": request.method, "host": host, "path": request.path.split("?")[0]}
    records.write(json.dumps({**record, "status": flow.response.status_code}) + "\n")

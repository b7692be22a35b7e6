"""An emulated AWS on loopback: moto, and what moto lacks for the stacks of this project.

usage: python server.py RECORD

Prints its port when it takes requests; ends when its standard input does. RECORD gets a JSON line for each resource of a stack.
"""

import os
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

import account_types  # noqa: F401
import cloudformation
import network_types
import proxy_types  # noqa: F401
import resolver_types  # noqa: F401


def main(record: str) -> None:
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=MotoRequestHandler)
    network_types.use_published_prefix_lists()
    cloudformation.install(f"http://localhost:{server.server_port}", open(record, "w", encoding="utf-8"))
    threading.Thread(target=end_with_input, daemon=True).start()
    print(server.server_port, flush=True)
    server.serve_forever()


def end_with_input() -> None:
    """So that nothing is left behind however the parent ends."""
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])

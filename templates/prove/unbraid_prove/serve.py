"""One service for a proof: its own entry point on a socket that was opened for it, with the test-only channel in front.

    python serve.py FILE.json

Standard library only; WSGI and ASGI applications alike, so that nothing has to be installed beside the monolith.
"""

import json
import os
import socket
import sys
import threading

HARNESS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main():
    with open(sys.argv[1], encoding="utf-8") as stream:
        told = json.load(stream)
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [HARNESS, *told["paths"], *[path for path in sys.path if path and os.path.abspath(path) != here]]
    sys.argv[1:] = []
    os.chdir(told["folder"])
    from unbraid_prove import inside

    inside.prepare(told)
    application = inside.application(told)
    server = socket.socket(fileno=told["socket"])
    from unbraid_prove import answering

    watch = threading.Thread(target=inside.end_with_parent, args=(told["parent"],), daemon=True)
    watch.start()
    answering.serve(server, application, inside.is_asgi(told, application), told)


if __name__ == "__main__":
    main()

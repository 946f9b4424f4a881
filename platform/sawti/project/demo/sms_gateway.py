"""The demo's SMS gateway, a process of its own on loopback: `python -m …demo.sms_gateway`."""

import json
import re
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import django

LARGEST = 10_000


class Gateway(BaseHTTPRequestHandler):
    """Takes `POST /<tenant>` with JSON, and keeps what it is told."""

    def do_POST(self) -> None:
        """Keep one message under the sender's key."""
        from sawti.lib import clock
        from sawti.notifications.demo_gateway import keep_text

        slug, key = self.path.strip("/"), self.headers.get("Idempotency-Key", "")
        length = int(self.headers.get("Content-Length", 0))
        is_read = re.fullmatch(r"[a-z0-9-]+", slug) and re.fullmatch(r"[0-9a-f-]{36}", key)
        if not is_read or length > LARGEST:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        keep_text(slug, json.loads(self.rfile.read(length)), key=key, at=clock.now())
        self.send_response(HTTPStatus.ACCEPTED)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing: a log holds no phone."""


def serve() -> None:
    """Tell each tenant the port, then take messages until the demo ends."""
    django.setup()
    from sawti.notifications.actions.providers import use_demo_gateway
    from sawti.tenancy.context import tenant_context
    from sawti.tenancy.queries import all_tenants

    server = ThreadingHTTPServer(("127.0.0.1", 0), Gateway)
    for tenant in all_tenants():
        with tenant_context(tenant):
            use_demo_gateway(server.server_port)
    server.serve_forever()


if __name__ == "__main__":
    serve()

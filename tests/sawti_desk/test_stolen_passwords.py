"""A range service, where the operator has named one, knows stolen passwords."""

import hashlib
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from tests import people
from tests.cast import Cast
from tests.people import PASSWORD
from tests.sawti_desk.test_invitations import enter

ACCOUNT = "/desk/account/"


class Ranges(BaseHTTPRequestHandler):
    """A range service that knows one password."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"0018A45C4D1DEF81644B54AB7F969B88D65:1\n{STOLEN[5:]}:12".encode())

    def log_message(self, *args: object) -> None:
        """Nothing to say."""


STOLEN = hashlib.sha1(b"other words in a row").hexdigest().upper()


def changed(cast: Cast) -> int:
    """Change Yusuf's password to the one that is stolen; return the status."""
    typed = {"old": PASSWORD, "new": "other words in a row"}
    return enter(cast, people.YUSUF).post(f"{ACCOUNT}password/", typed).status_code


def test_a_password_that_a_range_service_knows_is_refused(cast, settings):
    service = HTTPServer(("127.0.0.1", 0), Ranges)
    Thread(target=service.serve_forever, daemon=True).start()
    settings.SAWTI_BREACHED_RANGES = f"http://127.0.0.1:{service.server_port}/range/"

    refused = changed(cast)

    service.shutdown()
    service.server_close()
    assert refused == 422


def test_where_the_range_service_does_not_answer_a_password_counts_and_the_log_says_so(
    cast, settings, caplog
):
    settings.SAWTI_BREACHED_RANGES = "http://127.0.0.1:9/range/"

    assert changed(cast) == 303
    assert "breached_ranges_unreachable" in caplog.messages

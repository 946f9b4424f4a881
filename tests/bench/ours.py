"""What the bench has to know of a filled database: a session and the endpoints' addresses."""

import base64
import json
import sys
from urllib.parse import urlencode

import django

django.setup()

from sawti.cases.models import Case  # noqa: E402
from tests import people  # noqa: E402
from tests.cast import Cast  # noqa: E402

LIST = "/api/v1/staff/cases"


def paths(cast: Cast) -> dict[str, str]:
    """Return the endpoints with the data of this history in them."""
    maryam = cast.maryam
    with cast.inside(cast.bahrain):
        seen = Case.objects.filter(entity__in=_entities_of(maryam)).newest_first()
        middle = seen[seen.count() // 2]
    cursor = base64.urlsafe_b64encode(f"{middle.received_at.isoformat()}|{middle.id}".encode())
    deep = urlencode({"queue": "all", "limit": 25, "cursor": cursor.decode()})
    return {
        "list": f"{LIST}?queue=all&limit=25",
        "list, deep": f"{LIST}?{deep}",
        "queue": f"{LIST}?limit=25",
        "detail": f"{LIST}/{middle.id}",
        "dashboard": "/ar/insights/",
        "search, one case": _search(middle.number),
        "search, rare": _search("الصهريج المقبرة"),
        "search, frequent": _search("إنارة الشارع"),
    }


def _search(words: str) -> str:
    return f"{LIST}?{urlencode({'queue': 'all', 'limit': 25, 'q': words})}"


def _entities_of(staff: object) -> frozenset[object]:
    from sawti.entities.permissions import rights_of

    return rights_of(staff).on("view_cases")


if __name__ == "__main__":
    cast = Cast()
    told = {"session": cast.session_of(people.MARYAM), "paths": paths(cast)}
    sys.stdout.write(json.dumps(told))

"""Everything that people, programs and the scheduler see of a tenant, to be compared.

As a program (`python -m tests.plugins.portrait ADDRESSES`) it draws Jordan in a process of its own.
"""

import json
import re
import sys
from collections.abc import Sequence
from typing import Any

CORE_ADDRESSES = (
    "/en/",
    "/ar/",
    "/en/file/",
    "/desk/",
    "/api/v1/types",
    "/api/v1/categories",
    "/api/v1/openapi.json",
    "/api/v1/docs/?language=en",
    "/api/v1/docs/?language=ar",
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
# What differs between two answers to the same question.
SECRETS = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
LEFT_OUT = ("ETag", "Expires", "Last-Modified", "X-Request-ID")


def portrait(cast: Any, addresses: Sequence[str]) -> dict[str, Any]:
    """Return the answers of Jordan to everybody, its catalogue, menus, jobs and hooks."""
    from tests import people

    found: dict[str, Any] = {}
    for who, client in (("anonymous", cast.client(tenant="jordan")), ("staff", None)):
        client = client or cast.client(people.OMAR)
        for address in CORE_ADDRESSES:
            found[f"{who} GET {address}"] = _answer(client.get(address))
        for address in addresses:
            for method in METHODS:
                answer = client.generic(method, address, b"", headers={"Accept-Language": "en"})
                found[f"{who} {method} {address}"] = _answer(answer)
    return {**found, **_inside(cast)}


def _answer(response: Any) -> list[Any]:
    body = SECRETS.sub(r"\1", response.content.decode())
    headers = {name: value for name, value in response.headers.items() if name not in LEFT_OUT}
    return [response.status_code, headers, sorted(response.cookies), body]


def _inside(cast: Any) -> dict[str, Any]:
    """Return what only our own code sees."""
    from sawti.catalogue.queries import catalogue
    from sawti.enabling.calling import listeners
    from sawti.enabling.queries import enabled_plugins, jobs_of_tenant, menu_links
    from sawti.plugins.calling import hooks
    from sawti.plugins.manifest import Every, Place

    with cast.inside(cast.jordan):
        known = catalogue()
        return {
            "types": [code for code, row in known.types.items() if row.is_active],
            "categories": [code for code, row in known.categories.items() if row.is_active],
            "enabled": list(enabled_plugins()),
            "jobs": [str(found) for every in Every for found in jobs_of_tenant(every)],
            "menus": [str(found) for place in Place for found in menu_links(place)],
            "news": listeners("case_news"),
            "called": [
                [name for name, _ in hooks().called(hook, enabled_plugins())]
                for hook in ("tenant_loaded", "choose_entity", "check_filing", "home_section")
            ],
        }


if __name__ == "__main__":
    import django

    django.setup()

    from tests.cast import Cast

    json.dump(portrait(Cast(), json.loads(sys.argv[1])), sys.stdout)

"""What browsers report of our content policy: which directive, and nothing about the page."""

import json
import logging
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

log = logging.getLogger("sawti.csp")

LARGEST = 8 * 1024
WORD = re.compile(r"[a-z-]{1,40}", re.ASCII)


@csrf_exempt  # browsers send it by themselves, without a token; nothing is stored
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Log which directive something broke. Addresses may hold a case number and are left out."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= LARGEST:
        log.warning("content policy broken", extra={"directive": _directive(request.body)})
    return HttpResponse(status=204)


def _directive(body: bytes) -> str:
    try:
        report: Any = json.loads(body)
        found = str(report["csp-report"]["effective-directive"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return "unreadable"
    return found if WORD.fullmatch(found) else "unreadable"

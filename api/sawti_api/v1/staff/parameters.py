"""The parameters of staff addresses, as the documents describe them."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from sawti.cases.queries import LARGEST_PAGE, QUEUES

CASE_ID = OpenApiParameter(
    "case_id", OpenApiTypes.UUID, OpenApiParameter.PATH, description=_("The id of the case.")
)
QUEUE = OpenApiParameter(
    "queue",
    str,
    enum=QUEUES,
    default="queue",
    description=_(
        "queue: not answered yet, earliest due date first. answered and all: newest first."
    ),
)
CURSOR = OpenApiParameter("cursor", str, description=_("From next; do not make one yourself."))
LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": 50},
    description=_("How many cases a page has."),
)

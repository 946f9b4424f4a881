"""The parameters of staff addresses, as the documents describe them."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from sawti.cases.facts import Channel
from sawti.cases.filters import LONGEST_QUERY, QUEUES, YES, Due, Sort
from sawti.cases.lifecycle import State
from sawti.cases.lists import LARGEST_PAGE

CASE_ID = OpenApiParameter(
    "case_id", OpenApiTypes.UUID, OpenApiParameter.PATH, description=_("The id of the case.")
)
INVOLVEMENT_ID = OpenApiParameter(
    "involvement_id",
    OpenApiTypes.UUID,
    OpenApiParameter.PATH,
    description=_("The id of a participant or of a conflict."),
)
INCIDENT_ID = OpenApiParameter(
    "incident_id",
    OpenApiTypes.UUID,
    OpenApiParameter.PATH,
    description=_("The id of the incident."),
)
DECISION_ID = OpenApiParameter(
    "decision_id",
    OpenApiTypes.UUID,
    OpenApiParameter.PATH,
    description=_("The id of the decision."),
)
INCIDENT_STATE = OpenApiParameter(
    "state", str, enum=["open", "closed"], description=_("Only these; without it all.")
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
FILTERS = (
    QUEUE,
    OpenApiParameter(
        "q",
        {"type": "string", "maxLength": LONGEST_QUERY},
        description=_(
            "Words of the case, its place, its number, messages or notes; all must occur. Arabic "
            "letters are compared without hamza, marks and article."
        ),
    ),
    OpenApiParameter("state", str, enum=[state.value for state in State]),
    OpenApiParameter(
        "entity", str, description=_("A code from /api/v1/entities; those below it are included.")
    ),
    OpenApiParameter("type", str, description=_("A code from /api/v1/types.")),
    OpenApiParameter(
        "category",
        str,
        description=_("A code from /api/v1/categories; those below it are included."),
    ),
    OpenApiParameter("importance", str, description=_("The code of an importance.")),
    OpenApiParameter("channel", str, enum=[channel.value for channel in Channel]),
    OpenApiParameter("applicant_language", str, description=_("The applicant's language.")),
    OpenApiParameter(
        "holder", str, description=_("me, nobody, or the id of somebody of the staff.")
    ),
    OpenApiParameter("due", str, enum=[due.value for due in Due]),
    OpenApiParameter("received_from", OpenApiTypes.DATE, description=_("The first day.")),
    OpenApiParameter("received_to", OpenApiTypes.DATE, description=_("The last day.")),
    OpenApiParameter("reopened", str, enum=[YES]),
    OpenApiParameter(
        "replied",
        str,
        enum=[YES],
        description=_("The applicant wrote, and staff have not reacted yet."),
    ),
    OpenApiParameter("sort", str, enum=[sort.value for sort in Sort]),
)

"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps, Span

NOBODY = {"address": "", "params": {}}

TABLES = (
    Keeps(
        "Notification",
        case="about_id",
        anonymised=NOBODY,
        stays=("template", "language", "channel", "state", "provider", "reference", "reason"),
        spans=(Span("addresses", since="created_at", changes=NOBODY, where={"address__gt": ""}),),
    ),
    Keeps("Provider", why="how a government sends messages"),
    Keeps("Breaker", why="how a provider is"),
    Keeps("Bounce", spans=(Span("addresses", since="at"),)),
)

"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps, Span

TABLES = (
    # Rows that name an erased row are deleted with it, whatever their topic: retention/steps/.
    Keeps("Message", spans=(Span("outbox", since="done_at"),)),
)

"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    # A file that is part of something is deleted with that (`owns`); one that waits, by the sweep.
    Keeps("Attachment", stored_at="key", why="goes with what it is part of, or after a day"),
)

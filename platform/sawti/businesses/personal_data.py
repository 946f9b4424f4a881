"""What the tables of this app keep about people.

A company is no person: it outlives those who act for it, and its cases name it. A member whose
account ends is nobody any more; the documents that they sent go with them.
"""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("RegisterDocument", person="added_by__person", owns=("attachment",)),
    Keeps("Invitation", person="made_by__person"),
    Keeps("Membership", person="person", forgotten={"person": None}, stays=("role",)),
    Keeps("Business", why="a company is no person; its cases belong to it"),
)

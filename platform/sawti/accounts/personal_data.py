"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps, Span

TABLES = (
    Keeps("Person", person="pk"),
    Keeps("Session", person="person", why="a session of staff ends by itself"),
    Keeps("OneTimeCode", case="subject_id", person="subject_id"),
    Keeps("PersonToken", person="person"),
    Keeps("ContactChange", person="person"),
    Keeps("PushSubscription", person="person", spans=(Span("addresses", since="seen_at"),)),
    Keeps("Staff", why="whoever decided on a case must stay nameable; ended accounts are disabled"),
    Keeps("StaffGroup", why="which pages a member of staff may edit"),
    Keeps("StaffPermission", why="unused by the domain"),
)

"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("Incident", why="a known problem, in the government's own words"),
    Keeps("Membership", case="case", anonymised={}),
    Keeps("Decision", why="what the government decided for many cases at once, in its own words"),
    Keeps("DecisionCase", case="case", anonymised={}, stays=("outcome", "why", "stood")),
)

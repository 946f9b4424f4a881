"""What the tables of this app keep about people.

An agreement of a person that was given with a case names both; it goes with either.
"""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("ConsentVersion", why="the government's own words, kept as they were given"),
    Keeps("Agreement", case="case_id", person="person"),
)

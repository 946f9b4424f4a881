"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("Rule", why="who hears of what"),
    Keeps("Wording", why="the government's own words"),
    Keeps("InboxEntry", case="case_id", person="person"),
)

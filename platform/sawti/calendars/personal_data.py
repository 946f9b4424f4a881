"""What the tables of this app keep about people: nothing."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("WorkingWeek", why="when the government works"),
    Keeps("Holiday", why="when the government does not"),
)

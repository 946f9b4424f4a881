"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("Opening", why="who of the staff opened an identity and why; it says nothing about whom"),
)

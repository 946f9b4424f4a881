"""What the tables of this app keep about people: nothing."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("Policy", why="what the government promises"),
    Keeps("PolicyVersion", why="what it promised before"),
)

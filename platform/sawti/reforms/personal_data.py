"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (Keeps("Reform", why="how the government was reorganised, when, and who said so"),)

"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (Keeps("Level", why="whom the government tells when it is late"),)

"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (Keeps("Rating", case="case", anonymised={"content": None}, stays=("reasons",)),)

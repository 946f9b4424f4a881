"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("Policy", why="for how long the government keeps what"),
    Keeps("Hold", case="case", person="person"),
    Keeps("ErasureRequest", case="case", person="person"),
    Keeps("Copy", person="person", owns=("attachment",)),
    Keeps("Run", why="what was removed, in numbers"),
    Keeps("RunLine", why="what was removed, in numbers"),
    Keeps("RunFailure", why="which case could not be removed, by its id"),
    Keeps("Tombstone", why="that something was removed: ids and a keyed hash, no name, no word"),
    Keeps("Remainder", why="the figures of an erased case, of which nothing else is left"),
)

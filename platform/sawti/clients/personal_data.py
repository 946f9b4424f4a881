"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("Client", why="programs of the government, no people"),
    Keeps("Secret", why="hashed secrets of programs"),
    Keeps("Token", why="hashed tokens of programs"),
)

"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("Entry", why="the record of who did what; it holds ids and staff's reasons, no content"),
    Keeps("Pending", why="which entries wait for their seal"),
    Keeps("Seal", why="what proves that no entry was changed"),
    Keeps("Anchor", why="what proves that no entry was changed"),
    Keeps("Verification", why="up to where that was checked"),
    Keeps("Link", why="what proves that no entry was changed"),
)

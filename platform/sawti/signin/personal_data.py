"""What the tables of this app keep about people: staff, and at which provider a person is known."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("Factor", why="the second factor of a member of staff, as long as the account"),
    Keeps("RecoveryCode", why="the second factor of a member of staff, as long as the account"),
    Keeps("Try", why="keyed hashes of who tried to sign in as staff; swept after a day"),
    Keeps("Link", why="a link by which a member of staff signs in for the first time; it expires"),
    Keeps("Provider", why="where a tenant's staff and people sign in"),
    Keeps("PersonIdentity", person="person"),
    Keeps("Identity", why="under which name of the provider a member of staff signs in"),
    Keeps("SessionRule", why="for how long a role may stay signed in"),
)

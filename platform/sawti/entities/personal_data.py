"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("Sector", why="the government's own words"),
    Keeps("Entity", why="the government's own words"),
    Keeps("EntityChange", why="the government's own words, and what it was made of"),
    Keeps("Post", why="who held which post when: staff only"),
    Keeps("Role", why="what posts let staff do"),
    Keeps("OnboardingTick", why="how far an entity is set up"),
    Keeps("SupportGrant", why="when support of the operator was let in, why, and by whom"),
    Keeps("EntityUserPermission", why="what a member of staff may do"),
    Keeps("TenantUserPermission", why="what a member of staff may do"),
)

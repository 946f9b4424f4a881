"""What the tables of this app keep about people: nothing."""

from sawti.tenancy.keeping import Keeps

TABLES = (Keeps("TenantPlugin", why="which plugins a tenant uses, with which options"),)

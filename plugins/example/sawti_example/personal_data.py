"""What the tables of this plugin keep about people: nothing."""

from sawti.tenancy.keeping import Keeps

TABLES = (Keeps("EventCount", why="how often something happened; it names no case"),)

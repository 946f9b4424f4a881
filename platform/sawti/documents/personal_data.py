"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (Keeps("Document", case="about_id"),)

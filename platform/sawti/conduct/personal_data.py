"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (Keeps("ContactLimit", case="case_id", person="person", forgotten={"person": None}),)

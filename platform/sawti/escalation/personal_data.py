"""What the tables of this app keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("Level", why="whom the government tells when it is late"),
    Keeps("Watch", case="clock__case"),
    Keeps("Escalation", case="case"),
    Keeps("Notice", case="escalation__case"),
)

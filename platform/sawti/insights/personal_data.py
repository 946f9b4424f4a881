"""What the tables of this app keep about people: nothing, they are counts."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    Keeps("MonthlyFigures", why="counts of cases; public ones are suppressed when small"),
    Keeps("AnswerDays", why="counts of cases"),
    Keeps("StaleMonth", why="which counts are out of date"),
    Keeps("Replay", why="what another promise would have come to, in numbers"),
)

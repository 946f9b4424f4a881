"""What the tables of this app keep about people: nothing, they are the government's own words."""

from sawti.tenancy.keeping import Keeps

OWN = "the government's own words"

TABLES = (
    Keeps("CaseType", why=OWN),
    Keeps("Importance", why=OWN),
    Keeps("Pillar", why=OWN),
    Keeps("Category", why=OWN),
    Keeps("Confidentiality", why=OWN),
    Keeps("RepresentationKind", why=OWN),
    Keeps("ReplyTemplate", why=OWN),
    Keeps("Text", why=OWN),
    Keeps("Theme", why=OWN),
    Keeps("PublishedPage", why=OWN),
    Keeps("MenuLink", why=OWN),
    Keeps("Notice", why=OWN),
    Keeps("Edit", why="which editor changed which of the government's own words"),
)

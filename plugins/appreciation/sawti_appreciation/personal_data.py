"""What the tables of this plugin keep about people."""

from sawti.tenancy.keeping import Keeps

TABLES = (
    # Thanks without words and names are only a count.
    Keeps(
        "Appreciation",
        case="case",
        anonymised={
            "servant_name": "",
            "author_name": "",
            "names_servant": False,
            "published_from": None,
        },
        stays=("consent", "decision"),
    ),
)

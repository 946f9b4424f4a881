"""What an operator reads about the walls between tenants."""

from dataclasses import dataclass
from typing import Any

from sawti.tenancy.holes import Finding

SECTIONS = (
    "roles", "tables", "keys", "functions", "grants", "hosts", "cache", "files", "sessions",
)  # fmt: skip


@dataclass(frozen=True)
class Report:
    """The state by section (`state[section]` maps a name to what there is), and every hole."""

    database: str
    state: dict[str, dict[str, Any]]
    findings: tuple[Finding, ...]

    @property
    def is_isolated(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

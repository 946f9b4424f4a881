"""Where the demo keeps what it makes."""

from dataclasses import dataclass
from pathlib import Path

from sawti.project import env
from sawti.project.embedded.places import checkout


@dataclass(frozen=True)
class DemoFolder:
    """The demo's own folder; `--reset` removes it."""

    root: Path

    @property
    def postgres(self) -> Path:
        """The folder of the private PostgreSQL."""
        return self.root / "postgres"

    @property
    def secrets(self) -> Path:
        """Passwords of the database roles and the keys of the installation."""
        return self.root / "secrets.json"

    @property
    def accounts(self) -> Path:
        """The people who can sign in, with their passwords."""
        return self.root / "accounts.json"

    @property
    def fingerprint(self) -> Path:
        """What the database was last prepared with."""
        return self.root / "prepared"

    @property
    def running(self) -> Path:
        """The process of the demo that runs; left behind by one that was killed."""
        return self.root / "running"

    @property
    def mail(self) -> Path:
        """The mailboxes that /demo/mail shows."""
        return self.root / "mail"

    @property
    def files(self) -> Path:
        """What people and staff attach to cases."""
        return self.root / "files"

    @property
    def anchors(self) -> Path:
        """What the audit record's daily anchors say."""
        return self.root / "anchors"

    def log(self, name: str) -> Path:
        """The log of one child process."""
        return self.root / f"{name}.log"


def demo_folder() -> DemoFolder:
    """Return the folder: in SAWTI_STATE, else in `var/` of a checkout, else in one's home."""
    root = checkout()
    usual = root / "var" if root else Path.home() / ".local" / "share" / "sawti"
    return DemoFolder(
        Path(
            env.text(
                "SAWTI_STATE", str(usual), about="folder of the demo's data; `var/` in a checkout"
            )
        ).absolute()
        / "demo"
    )

"""No secret lies in the repository: neither a key nor a password that anybody serves with."""

import re
import subprocess

from tests.architecture.sources import ROOT

SHAPES = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----",
    "a key of a cloud": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of a forge": r"\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bglpat-[A-Za-z0-9_-]{20,}\b",
    "a token of a chat": r"\bxox[abprs]-[A-Za-z0-9-]{10,}\b",
    "a web token": r"\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{10,}",
    "a value in an example": r"^(?:[A-Z_]*(?:KEY|KEYS|PASSWORD|TOKEN|SECRET))=[^\s$]{8,}$",
}
TEXT = (".py", ".toml", ".yaml", ".yml", ".md", ".html", ".js", ".json", ".sh", ".example", ".cfg")


def test_no_file_holds_anything_of_the_shape_of_a_secret():
    names = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    texts = {
        name: (ROOT / name).read_text(encoding="utf-8")
        for name in names
        if name.endswith(TEXT) and name != "tests/architecture/test_secrets.py"
    }

    found = [
        (name, kind)
        for name, text in texts.items()
        for kind, shape in SHAPES.items()
        if re.search(shape, text, re.MULTILINE)
    ]

    assert len(texts) > 300
    assert found == []


def test_nothing_is_tracked_that_holds_secrets_by_its_name():
    names = subprocess.run(
        ["git", "ls-files", "*.env", ".env", "*.pem", "*.key", "*.p12", "*.pfx", "*secrets*.json"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert names == []

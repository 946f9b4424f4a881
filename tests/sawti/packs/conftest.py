"""A pack to spoil: a copy of Bahrain's in a folder of the test."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from sawti.lib import clock
from sawti.packs.actions import load_pack
from sawti.packs.changes import PackChanges
from sawti.packs.errors import PackRefused
from sawti.packs.places import pack_folder
from sawti.packs.reading import read_pack


@dataclass(frozen=True)
class PackOnDisk:
    """A folder with a pack, as its author sees it."""

    folder: Path
    slug: str

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace the first `old`, which has to be there."""
        path = self.folder / file
        before, found, after = path.read_text("utf-8").partition(old)
        assert found == old, f"{file} has no {old!r}"
        path.write_text(before + new + after, "utf-8")

    def append(self, file: str, text: str) -> None:
        path = self.folder / file
        path.write_text(f"{path.read_text('utf-8')}\n{text}", "utf-8")

    def faults(self) -> list[str]:
        """Return the lines that the author reads."""
        with pytest.raises(PackRefused) as refused:
            read_pack(self.folder, slug=self.slug)
        return [str(fault) for fault in refused.value.faults]

    def load(self, *, dry_run: bool = False) -> PackChanges:
        pack = read_pack(self.folder, slug=self.slug)
        return load_pack(pack, at=clock.now(), dry_run=dry_run)

    def lines(self, *, dry_run: bool = False) -> list[str]:
        """Load the pack and return the lines that tell what changed."""
        return [str(change) for change in self.load(dry_run=dry_run).changes]


@pytest.fixture
def bahrain_pack(tmp_path: Path) -> PackOnDisk:
    """The pack that the template database was loaded from."""
    folder = shutil.copytree(pack_folder("bahrain"), tmp_path / "bahrain")
    return PackOnDisk(folder, "bahrain")


@pytest.fixture
def new_pack(tmp_path: Path) -> PackOnDisk:
    """The pack of a tenant that is not there yet."""
    folder = shutil.copytree(pack_folder("bahrain"), tmp_path / "atlantis")
    pack = PackOnDisk(folder, "atlantis")
    pack.edit("tenant.toml", 'slug = "bahrain"', 'slug = "atlantis"')
    pack.edit("tenant.toml", "bahrain.localhost", "atlantis.localhost")
    return pack

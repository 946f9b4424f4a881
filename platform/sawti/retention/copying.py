"""What stands in a person's copy of their data: for programs, for people, and the files."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone, translation

from sawti.accounts.models import Person
from sawti.attachments.content import opened
from sawti.cases.files import OwnFile, own_files
from sawti.cases.labels import state_label_for_applicant
from sawti.cases.own_cases import everything_of
from sawti.tenancy.context import current_tenant, reading

NAME, TYPE = "sawti.zip", "application/zip"
DATA, INDEX = "data.json", "index.html"
CHUNK = 1024 * 1024


@dataclass(frozen=True)
class CopiedFile:
    """A file as the index names it; `path` is empty where its bytes are gone."""

    name: str
    path: str


@dataclass(frozen=True)
class CopiedCase:
    """A case as the index shows it: `said` as (when, kind, words)."""

    number: str
    subject: str
    state: str
    entity: str
    received_at: datetime
    said: tuple[tuple[datetime, str, str], ...]
    files: tuple[CopiedFile, ...]


@dataclass(frozen=True)
class CopyContent:
    """The index. `profile`: what is filled in, as (name, words)."""

    tenant_name: str
    language: str
    direction: str
    made_at: datetime
    profile: tuple[tuple[str, str], ...]
    cases: tuple[CopiedCase, ...]


def write_copy(
    path: Path,
    person: Person,
    *,
    language: str,
    at: datetime,
    progress: Callable[[int, int], None],
) -> None:
    """Write the zip; `progress` is told how many files of how many are in it.

    Each file is read on its own and none is held in memory. One whose bytes are gone is named in
    the data with an empty path.
    """
    with reading():
        data = everything_of(person, language=language, at=at)
        files = own_files(person.id)
    total = sum(len(rows) for rows in files.values())
    paths: dict[UUID, str] = {}
    progress(0, total)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for rows in files.values():
            for row in rows:
                paths[row.id] = row.path if _put(archive, row) else ""
                progress(len(paths), total)
        for case in data["cases"]:
            case["files"] = [
                {"name": row.name, "path": paths[row.id]} for row in files.get(case["number"], ())
            ]
        text = json.dumps(data, ensure_ascii=False, indent=2)
        archive.writestr(DATA, text)
        archive.writestr(INDEX, _index(data, language, at))


def _put(archive: ZipFile, row: OwnFile) -> bool:
    source = opened(row.key)
    if source is None:
        return False
    archive.compression = ZIP_STORED  # pictures and PDFs are packed already
    with source, archive.open(row.path, "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, CHUNK)
    archive.compression = ZIP_DEFLATED
    return True


def _index(data: dict[str, Any], language: str, at: datetime) -> str:
    tenant = current_tenant()
    zone = ZoneInfo(tenant.time_zone)
    with translation.override(language), timezone.override(zone):
        content = CopyContent(
            tenant_name=tenant.names.get(language) or tenant.slug,
            language=language,
            direction="rtl" if language == "ar" else "ltr",
            made_at=at,
            profile=_profile(data["profile"]),
            cases=tuple(_case(case) for case in data["cases"]),
        )
        return render_to_string("retention/copy.html", {"content": content})


def _profile(profile: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    names = {
        "name": translation.gettext("Name"),
        "email": translation.gettext("E-mail"),
        "phone": translation.gettext("Phone"),
        "address": translation.gettext("Address"),
    }
    return tuple((label, profile[name]) for name, label in names.items() if profile[name])


def _case(case: dict[str, Any]) -> CopiedCase:
    return CopiedCase(
        number=case["number"],
        subject=" – ".join(part for part in (case["type"], case["category"]) if part),
        state=state_label_for_applicant(case["state"]),
        entity=case["entity"],
        received_at=datetime.fromisoformat(case["received_at"]),
        said=tuple(
            (datetime.fromisoformat(row["sent_at"]), row["kind"], row["text"])
            for row in case["messages"]
        ),
        files=tuple(CopiedFile(row["name"], row["path"]) for row in case["files"]),
    )

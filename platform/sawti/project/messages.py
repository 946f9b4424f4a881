"""Bring the Arabic catalogues up to date: `python -m sawti.project.messages [other.po …]`.

Reads every string that the sources mark for translation, keeps the translations that are there,
fills gaps from the other files, drops what the sources no longer say, and compiles: one catalogue
for us, one for each plugin of the checkout. For developers only: it needs a checkout and babel.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("platform", "cms", "api")
IN_LOCALE = Path("locale") / "ar" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
# GNU gettext's forms for Arabic, as Django has them: babel puts 11–99 and 100–102 the other way.
PLURALS = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5)"
)


@dataclass(frozen=True)
class Book:
    """A catalogue and the folders whose strings it translates."""

    po: Path
    folders: tuple[Path, ...]

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")


OURS = Book(Path(__file__).parent / IN_LOCALE, tuple(ROOT / folder for folder in FOLDERS))


def books() -> list[Book]:
    """Return our catalogue, then that of each plugin of the checkout."""
    plugins = sorted(ROOT.glob("plugins/*/sawti_*/"))
    return [OURS, *(Book(folder / IN_LOCALE, (folder,)) for folder in plugins)]


def messages_of_sources(book: Book) -> Catalog:
    """Return a catalogue of every marked string, with the files that say it, untranslated."""
    catalogue = Catalog(locale="ar", fuzzy=False)
    for path in sorted(_sources(book)):
        name = path.relative_to(ROOT).as_posix()
        for text, context in _strings_in(path):
            catalogue.add(text, context=context, locations=[(name, 1)])
    return catalogue


def _sources(book: Book) -> Iterator[Path]:
    for folder in book.folders:
        for path in folder.rglob("*"):
            is_template = path.suffix in (".html", ".txt") and "templates" in path.parts
            is_python = path.suffix == ".py" and "migrations" not in path.parts
            if is_template or is_python:
                yield path


def _strings_in(path: Path) -> Iterator[tuple[str | tuple[str, str], str | None]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = _as_python(templatize(source, origin=str(path)))
    for _line, text, _comments, context in extract(
        "python", BytesIO(source.encode()), keywords=KEYWORDS
    ):
        yield (text if isinstance(text, str) else (text[0], text[1])), context


def _as_python(source: str) -> str:
    """Keep only the calls that Django made of a template's tags: the rest is no Python."""
    calls: list[str] = []
    for line in source.splitlines():
        for name in ("_(", "gettext(", "ngettext(", "pgettext(", "npgettext("):
            calls += _calls_of(name, line)
    return "\n".join(calls)


def _calls_of(name: str, line: str) -> Iterator[str]:
    """Yield each ` name(…)` of the line: the shortest text from there that Python can read."""
    start = line.find(f" {name}")
    while start >= 0:
        end = line.find(")", start)
        while end >= 0 and not _is_python(line[start + 1 : end + 1]):
            end = line.find(")", end + 1)
        if end < 0:
            raise ValueError(f"This tag cannot be read: {line[start:].strip()}")
        yield line[start + 1 : end + 1]
        start = line.find(f" {name}", end)


def _is_python(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True


def read_catalogue(path: Path) -> Catalog:
    """Return the catalogue in `path`; an empty one where the file is missing."""
    if not path.exists():
        return Catalog(locale="ar", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="ar")


def updated(catalogue: Catalog, template: Catalog, others: list[Catalog]) -> Catalog:
    """Return the strings of `template` with the translations of `catalogue`, then of `others`."""
    result = Catalog(
        locale="ar",
        header_comment="# Sawti in Arabic; written by `python -m sawti.project.messages`.",
        project="Sawti",
        version="0.1",
        msgid_bugs_address="none",
        last_translator="none",
        language_team="none",
        creation_date=catalogue.creation_date,
        revision_date=catalogue.creation_date,
        fuzzy=False,
    )
    result.mime_headers = [("Plural-Forms", PLURALS)]
    for message in template:
        if message.id:
            known = (_translated(other, message) for other in (catalogue, *others))
            result.add(
                message.id,
                next((string for string in known if string), None),
                context=message.context,
                locations=message.locations,
            )
    return result


def _translated(catalogue: Catalog, message: Message) -> Any:
    key = message.id[0] if isinstance(message.id, tuple) else message.id
    found = catalogue.get(key, message.context)
    if found is None or found.fuzzy or isinstance(found.id, tuple) != message.pluralizable:
        return None
    return found.string if is_translated(found) else None


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as GNU gettext reads it."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def main(paths: list[str]) -> None:
    """Bring every catalogue up to date; what a plugin says as we do is translated as we do."""
    others = [read_catalogue(Path(path)) for path in paths]
    for book in books():
        _write(book, [*others, read_catalogue(OURS.po)])


def _write(book: Book, others: list[Catalog]) -> None:
    """Write django.po and django.mo; print what is still to be translated."""
    catalogue = updated(read_catalogue(book.po), messages_of_sources(book), others)
    book.po.parent.mkdir(parents=True, exist_ok=True)
    with book.po.open("wb") as file:
        write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False)
    book.mo.write_bytes(compiled(read_catalogue(book.po)))
    missing = [message.id for message in catalogue if message.id and not is_translated(message)]
    name = book.po.relative_to(ROOT)
    print(f"{name}: {len(catalogue)} strings, {len(missing)} without translation")
    for text in missing:
        print(f"  {text!r}")


def is_translated(message: Message) -> bool:
    """Tell whether the message, or each of its plural forms, has a translation."""
    forms = [message.string] if isinstance(message.string, str) else message.string or [""]
    return all(forms)


if __name__ == "__main__":
    main(sys.argv[1:])

"""One sheet for both directions, and nothing inline: the content policy would refuse it."""

import re

import pytest

from tests.architecture.sources import files, text

SHEETS = [name for name in files("platform/", "cms/", "api/", "plugins/") if name.endswith(".css")]
TEMPLATES = [
    name
    for name in files("platform/", "cms/", "api/", "plugins/", suffix=".html")
    if "/templates/" in name
    and "/notifications/" not in name  # mail clients read inline style only
]
PHYSICAL = re.compile(
    r"^\s*(?:left|right|(?:scroll-)?(?:margin|padding)-(?:left|right)"
    r"|border-(?:left|right)(?:-\w+)?|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|^\s*(?:float|clear|text-align)\s*:\s*(?:left|right)\b"
)
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script\b(?![^>]*\bsrc=)", re.IGNORECASE
)
OUTSIDE = re.compile(
    r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//|url\(\s*["']?(?:https?:)?//"""
)


def declarations(sheet: str) -> list[str]:
    """Return the sheet's declarations, each on a line of its own, without comments."""
    plain = re.sub(r"/\*.*?\*/", "", text(sheet), flags=re.DOTALL)
    return re.split(r"[;{}]", plain)


def matches(pattern: re.Pattern[str], name: str) -> list[str]:
    """Return what the pattern finds in a template, comments apart."""
    plain = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", text(name), flags=re.DOTALL)
    return [found.group(0) for found in pattern.finditer(plain)]


def test_there_are_sheets_and_templates_to_look_at():
    assert "platform/sawti_ui/static/sawti_ui/sawti.css" in SHEETS
    assert "platform/sawti_ui/templates/sawti_ui/base.html" in TEMPLATES


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_names_no_left_and_no_right(sheet):
    assert [line.strip() for line in declarations(sheet) if PHYSICAL.search(line)] == []


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_needs_no_force_and_no_id(sheet):
    plain = re.sub(r"/\*.*?\*/", "", text(sheet), flags=re.DOTALL)

    assert re.findall(r"^.*!important.*$", plain, re.MULTILINE) == []
    assert re.findall(r"^[^{};:]*(?<![\w&])#[a-zA-Z][\w-]*[^{};]*{", plain, re.MULTILINE) == []


@pytest.mark.parametrize(
    "wrong",
    ["margin-left: 1px", " right:0", "text-align: right", "border-top-left-radius: 2px"],
)
def test_physical_properties_are_recognised(wrong):
    assert PHYSICAL.search(wrong)


@pytest.mark.parametrize("right", ["margin-inline-start: 1px", "inset-inline-end: 0", "--left: 1"])
def test_logical_properties_are_accepted(right):
    assert not PHYSICAL.search(right)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_holds_no_inline_style_or_script(template):
    assert matches(INLINE, template) == []


@pytest.mark.parametrize("name", [*TEMPLATES, *SHEETS])
def test_a_page_loads_nothing_from_an_outside_host(name):
    assert matches(OUTSIDE, name) == []


@pytest.mark.parametrize("template", [name for name in TEMPLATES if "<html" in text(name)])
def test_a_document_names_its_language_and_direction(template):
    opening = re.search(r"<html[^>]*>", text(template))

    assert opening is not None
    assert "lang=" in opening.group(0)
    assert "dir=" in opening.group(0)

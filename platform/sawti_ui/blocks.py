"""The blocks of a published page in one language, ready for `parts/blocks.html`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sawti.catalogue.blocks import BlockType
from sawti.lib.text import localised
from sawti_ui.links import address_of


@dataclass(frozen=True)
class Line:
    """A question and its answer (clean HTML), or a figure and what it counts."""

    term: str
    value: str


@dataclass(frozen=True)
class Block:
    """`type` chooses the part of the template. `html` is clean; `url` and `lines` may be empty."""

    type: str
    text: str = ""
    html: str = ""
    url: str = ""
    tone: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class WrittenContent:
    """A page that an editor wrote, for `written_page.html`."""

    title: str
    blocks: tuple[Block, ...]


def blocks_in(blocks: Iterable[Mapping[str, Any]], language: str) -> tuple[Block, ...]:
    """Return the blocks (see catalogue/blocks.py) in `language`; a link to nowhere is left out."""
    found = (_block(block, language) for block in blocks)
    return tuple(block for block in found if block.type != BlockType.ACTION or block.url)


def _block(block: Mapping[str, Any], language: str) -> Block:
    kind = block["type"]
    match kind:
        case BlockType.TEXT:
            return Block(kind, html=localised(block["html"], language))
        case BlockType.ACTION:
            url = address_of(block["kind"], block["target"])
            return Block(kind, localised(block["label"], language), url=url)
        case BlockType.QUESTIONS:
            return Block(kind, lines=_lines(block, "question", "html", language))
        case BlockType.FIGURES:
            return Block(kind, lines=_lines(block, "label", "value", language))
        case _:
            tone = block.get("tone", "")
            return Block(kind, localised(block["text"], language), tone=tone)


def _lines(block: Mapping[str, Any], term: str, value: str, language: str) -> tuple[Line, ...]:
    return tuple(
        Line(localised(item[term], language), localised(item[value], language))
        for item in block["items"]
    )

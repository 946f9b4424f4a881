"""Finding a category by the words that people type."""

from sawti.catalogue.queries import Catalogue, CategoryFacts, catalogue
from sawti.entities.queries import entity_tree
from sawti.lib.text import search_key

LONGEST_QUERY = 100
_ARTICLE = "ال"
_SHORTEST_STEM = 3


def find_categories(typed: str, *, most: int = 20) -> list[CategoryFacts]:
    """Return active second-level categories that have every word of `typed`, best first.

    A word is found in names and keywords of any language and in the name of the category above,
    also inside a longer word. Arabic is compared without the article and as `search_key` makes it.
    First come names that are what was typed, then names that begin with it, then other names, then
    keywords; among equals the tenant's order decides. Where nothing has the words, the subjects of
    the entity follow whose name, of today or of before, has them.
    """
    words = [_stem(word) for word in search_key(typed[:LONGEST_QUERY]).split()]
    if not words:
        return []
    known = catalogue()
    rows = [row for row in known.categories.values() if row.parent_id and row.is_active]
    ranked = []
    for place, row in enumerate(rows):
        rank = _rank(row, known, words)
        if rank is not None:
            ranked.append((rank, place, row))
    found = [row for _, _, row in sorted(ranked, key=lambda found: found[:2])]
    return (found or [row for row in rows if _is_answered_by(row, words)])[:most]


def _is_answered_by(row: CategoryFacts, words: list[str]) -> bool:
    """Tell whether the entity that answers has, or had, a name with all the words."""
    if row.entity_id is None:
        return False
    entity = entity_tree().by_id[row.entity_id]
    names = [_key(name) for was in (entity.names, *entity.former_names) for name in was.values()]
    return any(all(word in name for word in words) for name in names)


def _rank(row: CategoryFacts, known: Catalogue, words: list[str]) -> int | None:
    """Return 0 for the best match, None where a word is missing."""
    names = [_key(name) for name in row.names.values()]
    phrase = " ".join(words)
    if phrase in names:
        return 0
    if any(name.startswith(phrase) for name in names):
        return 1
    if any(all(word in name for word in words) for name in names):
        return 2
    keywords = [_key(word) for listed in row.keywords.values() for word in listed]
    if any(all(word in keyword for word in words) for keyword in keywords):
        return 3
    above = known.by_id[row.parent_id].names.values() if row.parent_id else ()
    everything = " ".join([*names, *keywords, *map(_key, above)])
    return 4 if all(word in everything for word in words) else None


def _key(text: str) -> str:
    return " ".join(_stem(word) for word in search_key(text).split())


def _stem(word: str) -> str:
    """Return an Arabic word without its article, if enough of it is left."""
    bare = word.removeprefix(_ARTICLE)
    return bare if len(bare) >= _SHORTEST_STEM else word

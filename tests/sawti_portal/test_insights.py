"""The public dashboard: what everybody may see of how the government answers."""

import csv
import re
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest

from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.insights.counting import FIGURES
from sawti.insights.models import AnswerDays, MonthlyFigures
from sawti.lib.csv_text import csv_text
from sawti.tenancy.context import TenantFacts
from tests.cast import Cast
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("clock")

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
ELECTRICITY, WATER, ROADS = (
    "ewa-electricity-distribution",
    "electricity-water-authority",
    "roads-projects-maintenance",
)
COUNTED = datetime(2026, 3, 1, 7, tzinfo=UTC)
NOTHING = dict.fromkeys(set(FIGURES) - {"received"}, 0)


def counted(
    cast: Cast,
    entity: str,
    received: int,
    *,
    month: date = MARCH,
    pillar: str = "infrastructure",
    tenant: TenantFacts | None = None,
    **figures: int,
) -> None:
    """Keep the figures of one cell, as if its cases had been counted."""
    with cast.writing(tenant or cast.bahrain):
        held = entity_tree().by_code[entity]
        MonthlyFigures.objects.create(
            month=month,
            entity_id=held.id,
            case_type_id=catalogue().types["complaint"].id,
            pillar_id=catalogue().pillars[pillar].id,
            received=received,
            counted_at=COUNTED,
            **{**NOTHING, **figures},
        )


def days(cast: Cast, entity: str, counts: dict[int, int]) -> None:
    with cast.writing(cast.bahrain):
        entity_id = entity_tree().by_code[entity].id
        AnswerDays.objects.bulk_create(
            AnswerDays(month=MARCH, entity_id=entity_id, days=day, cases=cases)
            for day, cases in counts.items()
        )


def page(cast: Cast, address: str = "/en/insights/", **query: Any) -> str:
    response = cast.client().get(address, query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def file_rows(cast: Cast, table: str, language: str = "en", **query: Any) -> list[list[str]]:
    response = cast.client().get(f"/{language}/insights/{table}.csv", query)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def test_without_cases_the_page_says_so_and_draws_nothing(cast: Cast) -> None:
    text = cast.client().get("/en/insights/").content.decode()

    assert "No case was received in this period." in text
    assert '<svg class="sw-chart"' not in text


def test_the_figures_on_top_say_value_and_how_it_was_before(cast: Cast) -> None:
    counted(cast, ROADS, 40, answered=35, in_time=30, late=10, score_4=10, score_2=10)
    counted(cast, ROADS, 15, month=date(2024, 4, 1), answered=15, in_time=5, late=10)
    counted(cast, ROADS, 5, month=date(2025, 3, 1), answered=5, in_time=5)
    days(cast, ROADS, {1: 10, 4: 25})

    text = page(cast)

    assert "Cases received 40 Before: 20, change: \u2066+20\u2069" in text
    assert "Answered on time 75% Before: 50%, change: \u2066+25\u2069" in text
    assert "Median days to an answer 4 " in text
    assert "Satisfaction, of 5 3 20 ratings, 50% of them 4 or 5" in text


def test_a_period_is_not_compared_with_one_of_which_we_know_only_a_part(cast: Cast) -> None:
    counted(cast, ROADS, 40, answered=35, in_time=30, late=10)
    counted(cast, ROADS, 20, month=date(2025, 3, 1), answered=20, in_time=10, late=10)

    text = page(cast)

    assert "Cases received 40 " in text
    assert "Before" not in text
    assert "change" not in text


def test_each_chart_has_a_finding_a_picture_with_a_name_a_table_and_a_file(cast: Cast) -> None:
    counted(cast, ROADS, 60, in_time=50, late=10)
    counted(cast, ELECTRICITY, 40, month=FEBRUARY, in_time=38, late=2, pillar="delivery_time")

    html = cast.client().get("/en/insights/").content.decode()
    sections = html.split('<section class="sw-figure')[1:]

    findings = [re.findall(r"<h2[^>]*>([^<]+)", section)[0] for section in sections]
    assert findings[:4] == [
        "March 2026 brought the most cases: 60",
        "Between 83% (March 2026) and 95% (February 2026) of a month&#x27;s cases were answered "
        "on time",
        "Most cases were about “Infrastructure”: 60 of 100",
        "The peak was “Infrastructure” in March 2026, with 60 cases",
    ]
    assert ["<table" in section for section in sections] == [True] * len(sections)
    assert [".csv?" in section for section in sections] == [True] * len(sections)
    assert html.count('role="img" aria-labelledby="') == 2
    assert " style=" not in html


def test_small_numbers_are_not_shown_nor_what_would_give_them_away(cast: Cast) -> None:
    counted(cast, ELECTRICITY, 3)
    counted(cast, WATER, 30)
    counted(cast, ROADS, 50)

    rows = {row[0]: row[2] for row in file_rows(cast, "entities")[1:]}

    assert rows == {ELECTRICITY: "fewer than 5", WATER: "not shown", ROADS: "50"}


def test_satisfaction_stands_from_ten_ratings_on(cast: Cast) -> None:
    counted(cast, ROADS, 50, score_5=9)

    assert "too few ratings" in page(cast)


def test_a_file_begins_with_a_mark_and_has_codes_and_words_of_the_language(cast: Cast) -> None:
    counted(cast, ROADS, 1250, answered=1000, in_time=900, late=100)

    raw = cast.client().get("/ar/insights/entities.csv").content
    head, row = file_rows(cast, "entities", "ar")

    assert raw.startswith(b"\xef\xbb\xbf")
    assert head[:4] == ["الرمز", "الجهة", "وصلت", "النسبة المئوية للمجابة في موعدها"]
    assert (row[0], row[2], row[3]) == (ROADS, "1250", "90")


def test_nothing_in_a_file_calculates() -> None:
    text = csv_text([["=1+1", "@sum", "-3", -3, None, " =x", "a=b"]])

    assert text == "\ufeff'=1+1,'@sum,'-3,-3,,' =x,a=b\r\n"


def test_an_entitys_page_counts_what_lies_below_it_too(cast: Cast) -> None:
    counted(cast, ELECTRICITY, 30)
    counted(cast, ROADS, 50)

    text = page(cast, f"/en/insights/{WATER}/")

    assert "Cases received 30" in text
    assert "with the" in text


def test_the_cases_of_the_other_tenant_do_not_count(cast: Cast) -> None:
    counted(cast, ROADS, 20)

    assert "Cases received 20" in page(cast)
    assert b"No case was received" in cast.client(tenant="jordan").get("/en/insights/").content
    assert cast.client(tenant="jordan").get(f"/en/insights/{ROADS}/").status_code == 404


def test_entities_are_sorted_by_what_the_reader_chose(cast: Cast) -> None:
    counted(cast, ROADS, 50, in_time=30, late=20)
    counted(cast, ELECTRICITY, 40, in_time=39, late=1)

    by_cases = page(cast).split("Cases by entity")[1]
    by_time = page(cast, sort="on_time").split("Cases by entity")[1]

    assert by_cases.index("50") < by_cases.index("40")
    assert by_time.index("98%") < by_time.index("60%")


@pytest.mark.parametrize(
    "address",
    ["?period=2031", "?sort=name", "?page=0", "?page=x", "nowhere/", "numbers.csv"],
)
def test_what_does_not_exist_is_not_found(cast: Cast, address: str) -> None:
    assert cast.client().get(f"/en/insights/{address}").status_code == 404


@pytest.mark.parametrize("address", ["/en/insights/", "/en/insights/months.csv"])
def test_an_unchanged_page_or_file_is_not_sent_again(cast: Cast, address: str) -> None:
    counted(cast, ROADS, 50)
    client = cast.client()

    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert first.headers["Cache-Control"].endswith("max-age=60")


def test_the_page_costs_the_same_however_many_entities_there_are(cast: Cast) -> None:
    cast.client().get("/en/insights/?period=month")  # configuration is read once
    counted(cast, ROADS, 50)
    with statements() as few:
        page(cast)
    with cast.inside(cast.bahrain):
        others = [code for code in entity_tree().by_code if code != ROADS][:30]
    for code in others:
        counted(cast, code, 20, month=FEBRUARY)

    with statements() as many:
        page(cast, period="2026")

    assert len(few) == len(many) == 7


def test_the_first_page_shows_what_was_done_this_month(cast: Cast) -> None:
    counted(cast, ROADS, 40, answered=35, in_time=30, late=10)
    counted(cast, ROADS, 90, month=FEBRUARY, answered=90, in_time=90)

    text = page(cast, "/en/")

    assert "Received this month 40 Answered of them 35 Answered on time 75%" in text


def test_the_first_page_leaves_figures_out_while_there_are_none(cast: Cast) -> None:
    assert "This month in numbers" not in page(cast, "/en/")

"""What the example does, hook by hook, where it is enabled."""

from collections.abc import Callable
from typing import Any

import pytest

from sawti.cases.models import Case
from sawti.lib.errors import InvalidInput
from sawti_example.models import EventCount
from tests import people
from tests.cast import utc

Enable = Callable[..., None]


def entity_of(cast: Any, case_id: Any) -> str:
    with cast.inside(cast.bahrain):
        return str(Case.objects.select_related("entity").get(pk=case_id).entity.code)


def test_a_greeting_goes_to_the_triage_entity_whatever_its_category(
    cast: Any, enable: Enable, clock: Any
) -> None:
    enable("example")

    filed = cast.file_case(type="greeting", story="Good morning")

    assert entity_of(cast, filed.case_id) == "tawasul-office"


def test_the_option_leaves_it_to_the_rules(cast: Any, enable: Enable, clock: Any) -> None:
    enable("example", goes_to="rules")

    filed = cast.file_case(type="greeting", story="Good morning")

    assert entity_of(cast, filed.case_id) == "ewa-electricity-distribution"


def test_a_greeting_of_one_word_is_refused_with_the_name_of_the_plugin(
    cast: Any, enable: Enable, clock: Any
) -> None:
    enable("example")
    body = {"type": "greeting", "story": "Hello", "language": "en"}

    answer = cast.client().post(
        "/api/v1/cases", body, content_type="application/json", headers={"Accept-Language": "en"}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {
            "field": "/story",
            "code": "invalid",
            "detail": "Write a greeting of at least 2 words. (Example)",
        }
    ]
    assert cast.count(Case) == 0


def test_where_the_example_is_not_enabled_there_are_no_greetings(cast: Any, clock: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        cast.file_case(type="greeting", story="Good morning")

    assert [fault.field for fault in refused.value.faults] == ["type"]


def test_what_happens_is_counted_once_and_only_here(cast: Any, enable: Enable, clock: Any) -> None:
    enable("example")
    filed = cast.file_case()
    cast.take(filed.case_id)
    cast.file_case(tenant=cast.jordan, category="", entity="greater-amman-municipality")

    cast.deliver()
    cast.deliver()
    cast.deliver(cast.jordan)

    with cast.inside(cast.bahrain):
        assert dict(EventCount.objects.values_list("event", "count")) == {"file": 1, "take": 1}
    assert cast.count(EventCount, cast.jordan) == 0


def test_counts_are_shown_to_staff_and_programs(cast: Any, enable: Enable, clock: Any) -> None:
    enable("example")
    empty = cast.client(people.YUSUF).get("/desk/p/example/").text
    cast.file_case()
    cast.deliver()

    called = cast.client().get("/api/v1/p/example/counts", headers={"Accept-Language": "en"})

    assert "لم يُعدّ شيء بعد" in empty or "Nothing has been counted yet" in empty
    assert called.json() == {"results": [{"event": "file", "label": "Filed", "count": 1}]}
    assert 'data-label="' in cast.client(people.YUSUF).get("/desk/p/example/").text


def test_the_greeting_of_the_tenant_is_on_the_first_page_and_on_its_own(
    cast: Any, enable: Enable
) -> None:
    enable("example", greeting="<b>Welcome</b>")

    pages = [cast.client().get(path).text for path in ("/en/", "/en/p/example/")]

    assert all("&lt;b&gt;Welcome&lt;/b&gt;" in page for page in pages)
    assert 'href="/en/p/example/" aria-current="page">Greeting</a>' in pages[1]


def test_old_counts_are_forgotten_at_night(cast: Any, enable: Enable) -> None:
    from sawti.tenancy.context import tenant_context
    from sawti_example.actions import forget_old_counts

    enable("example")
    with cast.writing(cast.bahrain):
        EventCount.objects.create(event="file", on="2025-02-27", count=1)
        EventCount.objects.create(event="file", on="2025-03-01", count=1)

    with tenant_context(cast.bahrain):
        forget_old_counts(at=utc("2026-03-01T02:40Z"))

    assert cast.count(EventCount) == 1

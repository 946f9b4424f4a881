"""The codes to file under: by language, with an ETag."""

import pytest

from tests.cast import Cast
from tests.sawti.cases.secrets import make_confidential
from tests.sawti_api.calls import Api

PATHS = ["/api/v1/types", "/api/v1/categories", "/api/v1/entities"]


def test_the_types_have_code_name_and_hint_in_the_tenants_order(api: Api) -> None:
    rows = api.get("/api/v1/types").json()["results"]

    assert [row["code"] for row in rows] == [
        "complaint", "enquiry", "suggestion", "report", "thanks",
    ]  # fmt: skip
    assert sorted(rows[0]) == ["code", "hint", "name"]
    assert rows[0]["name"] == "Complaint"


def test_a_category_names_its_parent(api: Api) -> None:
    rows = {row["code"]: row for row in api.get("/api/v1/categories").json()["results"]}

    parent = rows["street-lighting"]["parent"]
    assert rows[parent]["parent"] is None
    assert sorted(rows[parent]) == ["code", "may_be_confidential", "name", "parent"]


def test_a_category_says_whether_its_cases_may_be_confidential(api: Api, cast: Cast) -> None:
    make_confidential(cast, "street-lighting", "wish")

    rows = {row["code"]: row for row in api.get("/api/v1/categories").json()["results"]}

    assert rows["street-lighting"]["may_be_confidential"] is True
    assert rows["road-pothole"]["may_be_confidential"] is False


def test_an_entity_names_what_is_above_it_and_its_sector(api: Api) -> None:
    rows = {row["code"]: row for row in api.get("/api/v1/entities").json()["results"]}

    row = rows["ewa-electricity-distribution"]
    assert row["parent"] == "electricity-water-authority"
    assert sorted(row["sector"]) == ["code", "name"]
    assert "greater-amman-municipality" not in rows


@pytest.mark.parametrize("path", PATHS)
def test_names_are_in_the_readers_language(api: Api, path: str) -> None:
    english = api.get(path)
    arabic = api.client.get(path, headers={"Accept-Language": "ar-BH, en;q=0.5"})

    assert (english["Content-Language"], arabic["Content-Language"]) == ("en", "ar")
    assert english.json()["results"][0]["name"] != arabic.json()["results"][0]["name"]
    assert english["ETag"] != arabic["ETag"]
    assert "Accept-Language" in english["Vary"]


@pytest.mark.parametrize("path", PATHS)
def test_who_has_the_list_is_told_so(api: Api, path: str) -> None:
    first = api.get(path)

    again = api.get(path, if_none_match=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], "public, max-age=60")


@pytest.mark.parametrize("path", PATHS)
def test_head_has_the_same_headers(api: Api, path: str) -> None:
    answer = api.client.head(path, headers={"Accept-Language": "en"})

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["ETag"] == api.get(path)["ETag"]

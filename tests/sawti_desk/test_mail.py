from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as project
from django.test import Client

from sawti.notifications.email import compose
from sawti.notifications.mailbox import letter_in_folder, letters_in_folder
from sawti.notifications.models import Notification
from sawti.notifications.providers.mail import mail_of
from sawti.tenancy.context import tenant_context
from tests.cast import STORY, Cast

LIST = "/demo/mail/"
ORIGIN = "http://bahrain.localhost:8000"
NUMBER = "BH-4K7M-Q2XA-S"
CASE = uuid4()
SUBJECTS = {
    ("case_received", "en"): "We have received your case BH-4K7M-Q2XA-S",
    ("case_received", "ar"): "وصلتنا حالتك BH-4K7M-Q2XA-S",
    ("case_arrived", "en"): "New case BH-4K7M-Q2XA-S",
    ("case_arrived", "ar"): "حالة جديدة BH-4K7M-Q2XA-S",
    ("question_asked", "en"): "A question about your case BH-4K7M-Q2XA-S",
    ("question_asked", "ar"): "سؤال عن حالتك BH-4K7M-Q2XA-S",
    ("applicant_replied", "en"): "The applicant has replied: case BH-4K7M-Q2XA-S",
    ("applicant_replied", "ar"): "ردّ مقدّم الحالة BH-4K7M-Q2XA-S",
    ("case_transferred", "en"): "Your case BH-4K7M-Q2XA-S has gone to another entity",
    ("case_transferred", "ar"): "انتقلت حالتك BH-4K7M-Q2XA-S إلى جهة أخرى",
    ("case_answered", "en"): "Your case BH-4K7M-Q2XA-S has been answered",
    ("case_answered", "ar"): "أُجيب عن حالتك BH-4K7M-Q2XA-S",
    ("case_overdue", "en"): "Overdue: case BH-4K7M-Q2XA-S",
    ("case_overdue", "ar"): "مضى موعد الحالة BH-4K7M-Q2XA-S",
}
FOR_STAFF = {"case_arrived", "applicant_replied", "case_overdue"}


def letter(cast: Cast, template: str, language: str):
    """Compose one e-mail about a case due on Thursday 12 March 2026 at 14:00 in Bahrain."""
    notification = Notification(
        template=template,
        language=language,
        address="sara@example.com",
        params={
            "number": NUMBER,
            "case_id": str(CASE),
            "due_at": "2026-03-12T11:00:00+00:00",
            "entity": "Prime Minister's Court",
        },
        about_id=CASE,
    )
    with tenant_context(cast.bahrain):
        return mail_of(compose(notification, cast.bahrain, ORIGIN))


def unmarked(text: str) -> str:
    return text.replace("\u2066", "").replace("\u2069", "")


@pytest.mark.parametrize(("template", "language"), SUBJECTS)
def test_every_letter_has_its_subject_in_the_language_of_its_reader(
    cast: Cast, template: str, language: str
):
    found = letter(cast, template, language)

    html, kind = found.alternatives[0]
    assert found.subject == SUBJECTS[template, language].replace(NUMBER, f"\u2066{NUMBER}\u2069")
    assert kind == "text/html"
    assert f"<title>{found.subject}</title>" in html
    assert f'lang="{language}"' in html
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html


@pytest.mark.parametrize(("template", "language"), SUBJECTS)
def test_every_letter_leads_its_reader_to_the_case(cast: Cast, template: str, language: str):
    paths = {True: f"/desk/cases/{CASE}/", False: f"/{language}/track/"}
    link = ORIGIN + paths[template in FOR_STAFF]

    found = letter(cast, template, language)

    assert f"\n{link}\n" in found.body
    assert f'<a href="{link}">' in found.alternatives[0][0]


def test_a_letter_names_the_day_in_words_in_the_zone_of_the_tenant(cast: Cast):
    english = letter(cast, "case_received", "en").body
    arabic = letter(cast, "case_received", "ar").body

    assert "You will have an answer by Thursday 12 March 2026." in english
    assert "الخميس 12 مارس 2026" in arabic


def test_the_plain_text_has_no_markup(cast: Cast):
    body = letter(cast, "case_received", "en").body

    assert "is with \u2068Prime Minister's Court\u2069." in body
    assert "&" not in body
    assert "\n\n\n" not in body


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    """Send e-mail into a folder, as the demo does."""
    settings.EMAIL_BACKEND = "sawti.notifications.mailbox.FolderBackend"
    settings.SAWTI_MAIL_FOLDER = str(tmp_path / "mail")
    return tmp_path / "mail"


def english(cast: Cast, tenant: str = "bahrain") -> Client:
    client = cast.client(tenant=tenant)
    client.cookies[project.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_the_demo_shows_what_was_sent_newest_first(cast: Cast, clock, folder: Path):
    filed = cast.file_case(language="en")
    cast.deliver()
    clock.shift(60)
    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    cast.deliver()

    page = unmarked(english(cast).get(LIST).text)

    answered, received = (
        page.index(f"{start} {filed.number}") for start in ("Your case", "received your case")
    )
    assert answered < received
    assert "sara@example.com" in page


def test_one_letter_is_shown_as_text_with_its_html_as_source(cast: Cast, clock, folder: Path):
    cast.file_case(language="en")
    cast.deliver()
    with cast.inside(cast.bahrain):
        key = next(line.key for line in letters_in_folder() if line.to == "sara@example.com")

    page = english(cast).get(f"{LIST}{key}/").text

    assert 'href="http://bahrain.localhost:8000/en/track/"' in page
    assert "&lt;!doctype html&gt;" in page
    assert "<style>" not in page


def test_no_letter_carries_the_story_the_receipt_or_the_name(cast: Cast, clock, folder: Path):
    filed = cast.file_case()
    cast.take(filed.case_id)
    cast.ask(filed.case_id)
    cast.reply(filed.case_id)
    cast.transfer(filed.case_id, "roads-projects-maintenance")
    cast.deliver()
    secrets = (STORY, filed.receipt, filed.receipt[:4] + "-", "سارة", "أي عمود؟", "العمود رقم ٧")

    with cast.inside(cast.bahrain):
        letters = [letter_in_folder(line.key) for line in letters_in_folder()]

    written = [" ".join((x.subject, *x.lines, x.html)) for x in letters if x]
    assert len(written) == 6
    assert [secret for secret in secrets for text in written if secret in text] == []


def test_each_tenant_reads_its_own_mail_only(cast: Cast, clock, folder: Path):
    cast.file_case()
    cast.deliver()
    with cast.inside(cast.bahrain):
        keys = [line.key for line in letters_in_folder()]

    assert len(keys) == 2
    assert "No e-mail has been sent yet." in english(cast, "jordan").get(LIST).text
    assert english(cast, "jordan").get(f"{LIST}{keys[0]}/").status_code == 404
    assert english(cast).get(f"{LIST}{keys[0]}/").status_code == 200


@pytest.mark.parametrize(
    "key", ["..", "../jordan/new/x", "../../secret", "/etc/hostname", "", "new", ".", "\x00"]
)
def test_a_key_never_becomes_a_path(cast: Cast, clock, folder: Path, key: str):
    (folder / "bahrain").mkdir(parents=True)
    (folder / "secret").write_text("To: x\n\nnot a letter")

    with cast.inside(cast.bahrain):
        assert letter_in_folder(key) is None


def test_an_unknown_letter_is_missing(cast: Cast, folder: Path):
    assert english(cast).get(f"{LIST}..%2F..%2Fsecret/").status_code == 404
    assert english(cast).get(f"{LIST}1772352000.M1P1Q1.vm/").status_code == 404


def test_the_mailbox_changes_its_language_like_the_desk(cast: Cast, folder: Path):
    client = english(cast)

    response = client.get(f"{LIST}?language=ar")

    assert (response.status_code, response.headers["Location"]) == (303, LIST)
    assert '<html lang="ar" dir="rtl"' in client.get(LIST).text

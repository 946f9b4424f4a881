import pytest
from django import forms
from django.test import SimpleTestCase
from django.utils.translation import override

from sawti.lib.ids import check_character
from sawti_ui.forms import (
    CaseNumberField,
    CheckTiles,
    NumberField,
    PhoneField,
    ReceiptField,
    SawtiForm,
    SummaryError,
    Tiles,
)

CASE_NUMBER = f"BH-4K7M-Q2XA-{check_character('4K7MQ2XA')}"
UNSTORABLE = "This text has a character that cannot be stored. Delete the text and type it again."


class FilingForm(SawtiForm):
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("complaint", "Complaint"), ("thanks", "Thanks")],
        widget=Tiles,
        error_messages={"required": "Choose the kind of case."},
    )
    story = forms.CharField(
        label="Story",
        widget=forms.Textarea,
        help_text="In your own words",
        error_messages={"required": "Describe what happened."},
    )
    phone = PhoneField(label="Phone", country_code="+973")
    topics = forms.MultipleChoiceField(
        label="Topics", choices=[("road", "Roads")], widget=CheckTiles, required=False
    )
    email = forms.EmailField(label="E-mail", required=False)


class FilingFormFromOneAddress(FilingForm):
    def clean(self) -> dict[str, object]:
        raise forms.ValidationError("Too many cases came from here today; try again tomorrow.")


@pytest.mark.parametrize(
    "typed",
    [
        "36123456",
        "+97336123456",
        "0097336123456",
        "3612 3456",
        "3612-3456",
        "3612–3456",
        "(3612) 3456",
        "٣٦١٢٣٤٥٦",
        "۳۶۱۲۳۴۵۶",
        "+٩٧٣ ٣٦١٢ ٣٤٥٦",
        "\u202a+973 3612 3456\u202c",
        "\u200f36123456\u200e",
        "3612\u00a03456",
        "\u20663612\u200b3456\u2069",
    ],
)
def test_a_phone_number_is_understood_however_it_is_typed(typed: str):
    assert PhoneField(country_code="+973").clean(typed) == "+97336123456"


def test_a_jordanian_number_loses_its_leading_zero():
    assert PhoneField(country_code="+962").clean("٠٧٩ ٠١٢ ٣٤٥٦") == "+962790123456"


@pytest.mark.parametrize(
    "typed", ["123", "call me", "+0000000000", "3612345x", "+97336123456789012"]
)
def test_what_is_not_a_phone_number_is_refused_with_an_example(typed: str):
    with pytest.raises(forms.ValidationError) as refusal, override("en"):
        PhoneField(country_code="+973").clean(typed)

    assert refusal.value.messages == ["Enter a full phone number, such as +973 36123456."]


def test_a_phone_number_may_be_left_out_where_it_is_optional():
    assert PhoneField(country_code="+973", required=False).clean(" \u200f ") == ""


def test_a_phone_number_of_invisible_characters_is_missing():
    with pytest.raises(forms.ValidationError) as refusal, override("en"):
        PhoneField(country_code="+973").clean(" \u200f ")

    assert refusal.value.messages == ["Enter a phone number."]


@pytest.mark.parametrize("typed", ["1500", "1,500", "1 500", "١٥٠٠", "۱۵۰۰", "١٬٥٠٠", "\u200f1500"])
def test_a_number_is_understood_however_it_is_typed(typed: str):
    assert NumberField().clean(typed) == 1500


def test_a_negative_number_keeps_its_sign():
    assert NumberField().clean("−٥") == -5


@pytest.mark.parametrize("typed", ["many", "1.5", "--5", "½"])
def test_what_is_not_a_whole_number_is_refused(typed: str):
    with pytest.raises(forms.ValidationError) as refusal, override("en"):
        NumberField().clean(typed)

    assert refusal.value.messages == ["Enter a whole number, such as 25."]


@pytest.mark.parametrize(
    "typed",
    [
        CASE_NUMBER,
        CASE_NUMBER.lower(),
        CASE_NUMBER.replace("-", " "),
        CASE_NUMBER.replace("-", ""),
        CASE_NUMBER.replace("-", "–"),
        CASE_NUMBER.replace("4", "٤").replace("7", "٧"),
        CASE_NUMBER.replace("4", "۴"),
        f"\u2066{CASE_NUMBER}\u2069",
        f"  {CASE_NUMBER}\u200f ",
    ],
)
def test_a_case_number_is_understood_however_it_is_typed(typed: str):
    assert CaseNumberField().clean(typed) == CASE_NUMBER


def test_a_case_number_with_a_wrong_check_character_is_refused():
    with pytest.raises(forms.ValidationError) as refusal, override("en"):
        CaseNumberField().clean("BH-4K7M-Q2XB-" + CASE_NUMBER[-1])

    assert refusal.value.messages == [
        "Enter the case number as it stands in our message, such as BH-4K7M-Q2XA-S."
    ]


@pytest.mark.parametrize(
    "typed",
    [
        "4K7MQ2XA9BCD0123",
        "4k7m-q2xa-9bcd-0123",
        "4K7M Q2XA 9BCD O1Z3".replace("Z", "2"),
        "٤K٧M Q٢XA ٩BCD ٠١٢٣",
        "\u202a4K7M–Q2XA–9BCD–0123\u202c",
    ],
)
def test_a_receipt_is_understood_however_it_is_typed(typed: str):
    assert ReceiptField().clean(typed) == "4K7MQ2XA9BCD0123"


@pytest.mark.parametrize("typed", ["4K7M", "4K7MQ2XA9BCD012U", "4K7MQ2XA9BCD01234"])
def test_what_is_not_a_receipt_is_refused(typed: str):
    with pytest.raises(forms.ValidationError) as refusal, override("en"):
        ReceiptField().clean(typed)

    assert refusal.value.messages == [
        "Enter the receipt code: 16 letters and digits, as you were shown."
    ]


@pytest.mark.parametrize(
    "field",
    [PhoneField(), NumberField(), CaseNumberField(), ReceiptField()],
    ids=lambda field: type(field).__name__,
)
def test_an_unstorable_character_is_refused_in_every_number(field: forms.Field):
    with pytest.raises(forms.ValidationError) as refusal, override("en"):
        field.clean("12\x0034")

    assert refusal.value.messages == [UNSTORABLE]


def test_an_unstorable_character_is_refused_in_a_story():
    with override("en"):
        form = FilingForm({"kind": "thanks", "story": "Well\x00done", "phone": "36123456"})

        assert form.errors == {"story": [UNSTORABLE]}


def test_the_summary_lists_errors_from_top_to_bottom_and_leads_to_the_inputs():
    with override("en"):
        summary = FilingForm({}).summary()

    assert summary == (
        SummaryError("Choose the kind of case.", "id_kind_0"),
        SummaryError("Describe what happened.", "id_story"),
        SummaryError("Enter a phone number.", "id_phone"),
    )


def test_what_is_wrong_with_the_whole_form_comes_first():
    form = FilingFormFromOneAddress({"kind": "thanks", "story": "Well done", "phone": "1"})

    with override("en"):
        summary = form.summary()

    assert summary == (
        SummaryError("Too many cases came from here today; try again tomorrow.", ""),
        SummaryError("Enter a full phone number, such as +973 36123456.", "id_phone"),
    )


def test_a_phone_input_is_left_to_right_and_brings_up_the_right_keyboard():
    SimpleTestCase().assertHTMLEqual(
        str(FilingForm()["phone"]),
        '<input type="tel" name="phone" id="id_phone" maxlength="40" dir="ltr" inputmode="tel"'
        ' autocomplete="tel" class="sw-input sw-short">',
    )


def test_a_story_takes_the_direction_of_what_is_written():
    SimpleTestCase().assertHTMLEqual(
        str(FilingForm()["story"]),
        '<textarea name="story" id="id_story" cols="40" rows="10" dir="auto" class="sw-input" placeholder=" "'  # noqa: E501
        ' aria-describedby="id_story_helptext"></textarea>',
    )


def test_an_e_mail_address_is_left_to_right_in_every_language():
    assert FilingForm().fields["email"].widget.attrs["dir"] == "ltr"


def test_a_hint_belongs_to_its_own_choice():
    form = FilingForm()
    form.fields["kind"].widget.hints = {"thanks": "Praise for an employee"}

    complaint, thanks = form["kind"]

    assert (complaint.data["hint"], complaint.data["attrs"]) == ("", {"id": "id_kind_0"})
    assert (thanks.data["hint"], thanks.data["attrs"]) == (
        "Praise for an employee",
        {"id": "id_kind_1", "aria-describedby": "id_kind_1_hint"},
    )

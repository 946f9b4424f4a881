import pytest

from sawti.attachments.inspection.names import clean_name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("street light.JPG", "street light.jpg"),
        ("عمود الإنارة.jpeg", "عمود الإنارة.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\sara\\photo.heic", "photo.jpg"),
        ("photo\x00.php", "photo.php.jpg"),
        ("bill\u202egpj.exe", "billgpj.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie x.jpg"),
        ('"><script>.jpg', "script.jpg"),
        ("bill.pdf.html", "bill.jpg"),
        ("%2e%2e%2fx.png", "2e 2e 2fx.jpg"),
        ("...", "file.jpg"),
        ("", "file.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("\ud800", "file.jpg"),
        ("n" * 300 + ".jpg", "n" * 80 + ".jpg"),
        ("e\u0301te\u0301.jpg", "été.jpg"),
    ],
)
def test_a_name_is_cleaned_and_its_ending_fits_the_content(raw: str, shown: str) -> None:
    assert clean_name(raw, ".jpg") == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("../x.svg", "x.svg"), ("\u202e\x00", "file"), ("n" * 300, "n" * 80)],
)
def test_a_refused_name_is_shown_clean_with_the_ending_it_had(raw: str, shown: str) -> None:
    assert clean_name(raw) == shown

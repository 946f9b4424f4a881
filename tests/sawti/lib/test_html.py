"""What is left of HTML that comes from a person."""

import pytest

from sawti.lib.html import clean_html, is_safe_address


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>a <b>b</b><br/>c</p>", "<p>a <b>b</b><br>c</p>"),
        ('<p class="x" onclick="y">a</p>', "<p>a</p>"),
        ('<a href="https://x.org/?a=1&amp;b">x</a>', '<a href="https://x.org/?a=1&amp;b">x</a>'),
        ('<a href="javascript:x">x</a>', "<a>x</a>"),
        ('<a href=" JaVaScRiPt:x">x</a>', "<a>x</a>"),
        ('<a href="//evil.example">x</a>', "<a>x</a>"),
        ('<a href="data:text/html,x">x</a>', "<a>x</a>"),
        ("<script>alert(1)</script>a", "a"),
        ("<style>p{}</style><svg><a>x</a></svg>b", "b"),
        ("<div><img src=x onerror=y>a</div>", "a"),
        ("a < b &amp; c &lt;script&gt;", "a &lt; b &amp; c &lt;script&gt;"),
        ("<ul><li>a", "<ul><li>a</li></ul>"),
        ("</p>a</b>", "a"),
        ("<p><b>a</p>b", "<p><b>a</b></p>b"),
        ("<!-- x --><p>a</p>", "<p>a</p>"),
        ('<a href="mailto:a@b.org">x</a>', '<a href="mailto:a@b.org">x</a>'),
    ],
)
def test_only_what_a_text_needs_is_left(dirty: str, clean: str) -> None:
    assert clean_html(dirty) == clean
    assert clean_html(clean) == clean


@pytest.mark.parametrize("address", ["/en/", "#a", "https://x.org", "tel:999"])
def test_these_addresses_are_safe(address: str) -> None:
    assert is_safe_address(address)


@pytest.mark.parametrize(
    "address", ["", "x", "//x", "/\\x", "vbscript:x", "ftp://x", "\tjavascript:"]
)
def test_these_are_not(address: str) -> None:
    assert not is_safe_address(address)

import re
from importlib.resources import files
from itertools import product

import pytest

from sawti.catalogue.colours import BACKGROUNDS
from sawti.lib.contrast import contrast_ratio
from sawti_ui.theme import ThemeNotValid, theme_css

LIGHT = {
    "brand": "#0b5d4e",
    "brand_hover": "#08463b",
    "on_brand": "#ffffff",
    "link": "#0a4f8f",
}
DARK = {
    "brand": "#7fd6c2",
    "brand_hover": "#a9e8da",
    "on_brand": "#06211b",
    "link": "#9ecbff",
}
SHEET = files("sawti_ui").joinpath("static/sawti_ui/sawti.css").read_text(encoding="utf-8")

MODES = {
    "light": ":root",
    "dark": ':root[data-theme="dark"]',
    "contrast": ':root[data-theme="contrast"]',
}
TEXT_PAIRS = [
    *product(["text", "muted", "link"], ["bg", "surface", "info-bg"]),
    *product(["text", "error"], ["bg", "error-bg"]),
    *product(["text", "ok"], ["bg", "ok-bg"]),
    *product(["text", "warn"], ["bg", "warn-bg"]),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("focus-text", "focus"),
]
SHAPE_PAIRS = [("border", "bg"), ("border", "surface"), ("brand", "bg"), ("brand", "surface")]


def tokens_of(mode: str) -> dict[str, str]:
    block = SHEET.split(f"\n  {MODES[mode]} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--sw-([a-z-]+): (#[0-9a-f]{6});", block))


@pytest.mark.parametrize(
    "colour", ["", "red", "#fff", "#0b5d4", "#0b5d4e;", "#0b5d4e\n", "#٠b5d4e", "url(x)"]
)
def test_only_six_hexadecimal_digits_are_a_colour(colour: str):
    with pytest.raises(ThemeNotValid, match="expected a colour such as #0b5d4e"):
        theme_css({**LIGHT, "brand": colour}, DARK)


def test_a_theme_without_a_colour_says_which_ones_it_needs():
    with pytest.raises(ThemeNotValid, match=r"brand, brand_hover, on_brand, link; found brand\."):
        theme_css({"brand": "#0b5d4e"}, DARK)


def test_a_theme_may_not_set_anything_else():
    with pytest.raises(ThemeNotValid, match="found brand, brand_hover, font, link, on_brand"):
        theme_css(LIGHT, {**DARK, "font": "#000000"})


def test_the_sheet_of_a_tenant_sets_four_tokens_and_leaves_high_contrast_alone():
    light = "--sw-brand: #0b5d4e; --sw-brand-hover: #08463b; --sw-on-brand: #ffffff; --sw-link: #0a4f8f;"  # noqa: E501
    dark = "--sw-brand: #7fd6c2; --sw-brand-hover: #a9e8da; --sw-on-brand: #06211b; --sw-link: #9ecbff;"  # noqa: E501

    assert theme_css(LIGHT, DARK) == (
        "@layer overrides {\n"
        "  @media not (prefers-contrast: more) {\n"
        f'    :root:not([data-theme="dark"], [data-theme="contrast"]) {{ {light} }}\n'
        "  }\n"
        "  @media screen and (prefers-color-scheme: dark) {\n"
        "    @media not (prefers-contrast: more) {\n"
        f'      :root:not([data-theme="light"], [data-theme="contrast"]) {{ {dark} }}\n'
        "    }\n"
        "  }\n"
        f'  :root[data-theme="light"] {{ {light} }}\n'
        "  @media screen {\n"
        f'    :root[data-theme="dark"] {{ {dark} }}\n'
        "  }\n"
        "}\n"
    )


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_backgrounds_a_theme_is_measured_against_are_those_of_the_style_sheet(mode: str):
    tokens = tokens_of(mode)

    assert BACKGROUNDS[mode] == {
        "page": tokens["bg"],
        "surface": tokens["surface"],
        "notice": tokens["info-bg"],
    }


@pytest.mark.parametrize(("mode", "pair"), list(product(["light", "dark"], TEXT_PAIRS)), ids=str)
def test_text_of_the_style_sheet_can_be_read(mode: str, pair: tuple[str, str]):
    tokens = {**tokens_of("light"), **tokens_of(mode)}

    assert contrast_ratio(tokens[pair[0]], tokens[pair[1]]) >= 4.5


@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=str)
def test_text_in_high_contrast_reaches_seven_to_one(pair: tuple[str, str]):
    tokens = {**tokens_of("light"), **tokens_of("contrast")}

    assert contrast_ratio(tokens[pair[0]], tokens[pair[1]]) >= 7


@pytest.mark.parametrize(("mode", "pair"), list(product(MODES, SHAPE_PAIRS)), ids=str)
def test_borders_and_shapes_can_be_seen(mode: str, pair: tuple[str, str]):
    tokens = {**tokens_of("light"), **tokens_of(mode)}

    assert contrast_ratio(tokens[pair[0]], tokens[pair[1]]) >= 3

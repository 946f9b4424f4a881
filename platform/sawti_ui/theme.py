"""A tenant's colours as a style sheet; whether people can read them, the pack's loader asks."""

from collections.abc import Mapping

from sawti.lib.contrast import is_colour

TOKENS = ("brand", "brand_hover", "on_brand", "link")

SHEET = """\
@layer overrides {{
  @media not (prefers-contrast: more) {{
    :root:not([data-theme="dark"], [data-theme="contrast"]) {{ {light} }}
  }}
  @media screen and (prefers-color-scheme: dark) {{
    @media not (prefers-contrast: more) {{
      :root:not([data-theme="light"], [data-theme="contrast"]) {{ {dark} }}
    }}
  }}
  :root[data-theme="light"] {{ {light} }}
  @media screen {{
    :root[data-theme="dark"] {{ {dark} }}
  }}
}}
"""


class ThemeNotValid(ValueError):
    """A theme names a wrong token, or a value that is not a colour."""


def theme_css(light: Mapping[str, str], dark: Mapping[str, str]) -> str:
    """Return the style sheet of a tenant, to be served beside sawti.css as a file of its own.

    It leaves high contrast alone, and dark colours do not go to paper. Raises ThemeNotValid.
    """
    return SHEET.format(light=_declarations(light), dark=_declarations(dark))


def _declarations(colours: Mapping[str, str]) -> str:
    checked = _checked(colours)
    names = ((token, token.replace("_", "-")) for token in TOKENS)
    return " ".join(f"--sw-{name}: {checked[token]};" for token, name in names)


def _checked(colours: Mapping[str, str]) -> Mapping[str, str]:
    if set(colours) != set(TOKENS):
        found = ", ".join(sorted(colours)) or "nothing"
        raise ThemeNotValid(f"A theme has the colours {', '.join(TOKENS)}; found {found}.")
    for token, colour in colours.items():
        if not is_colour(colour):
            raise ThemeNotValid(f"{token} is {colour!r}; expected a colour such as #0b5d4e.")
    return colours

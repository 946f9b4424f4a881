"""What `sawti_ui/base.html` needs to know about a page; every view passes one as `page`."""

from dataclasses import dataclass

from sawti_ui.parts import Note


@dataclass(frozen=True)
class Link:
    """A link in a menu; `label` is already in the page's language."""

    label: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language; `name` is that language's own name for itself."""

    code: str
    direction: str
    name: str
    url: str


@dataclass(frozen=True)
class HelpLinks:
    """Addresses of the help pages; an empty one is left out.

    Fields, not a list, so that help stands in the same order on every page (WCAG 2.2, 3.2.6).
    """

    help: str = ""
    contact: str = ""
    settings: str = ""
    accessibility: str = ""
    privacy: str = ""


@dataclass(frozen=True)
class Banner:
    """Said on top of every page: who looks and until when; `end_url` ends it by a POST."""

    text: str
    end_url: str
    end_label: str


@dataclass(frozen=True)
class Page:
    """The frame of one page.

    `direction`: "rtl" or "ltr". `footer`: the tenant's own sentence. `theme_css`: address of the
    tenant's theme sheet, or "". `theme`: auto, light, dark or contrast; `text_size`: "", l, xl or
    xxl; `spacing`: "" or wide; `font`: "" or easy. `error`: the form on the page was refused; the
    title then says so. `person_name`: the person who is signed in at the portal, or ""; `profile`
    leads to their profile. `sign_out`: address that a POST signs out at, shown beside the name.
    `footer_links` and `notices`: the tenant's own; a notice stands on top of all pages while it
    runs. `banner`: that this session only looks. `inbox` leads to the reader's own messages, of
    which `unread` are new.
    """

    title: str
    language: str
    direction: str
    tenant_name: str
    government: str
    footer: str
    menu: tuple[Link, ...]
    other_languages: tuple[LanguageLink, ...]
    staff_name: str | None
    theme_css: str
    theme: str = "auto"
    error: bool = False
    home: str = "/"
    sign_out: str = ""
    help_links: HelpLinks = HelpLinks()
    text_size: str = ""
    spacing: str = ""
    font: str = ""
    person_name: str = ""
    footer_links: tuple[Link, ...] = ()
    notices: tuple[Note, ...] = ()
    profile: str = ""
    banner: Banner | None = None
    inbox: str = ""
    unread: int = 0

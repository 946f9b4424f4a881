"""What the example is: read before Django is ready, so it imports no models."""

from typing import Literal

from sawti.plugins.manifest import (
    CategoryContent,
    Content,
    Every,
    Job,
    Manifest,
    MenuLink,
    Options,
    Place,
    Routes,
    TypeContent,
    option,
)


class ExampleOptions(Options):
    """One option of each kind."""

    greeting: str = option(
        "مرحبا – Hello",
        labels={"ar": "التحية", "en": "Greeting"},
        hints={"ar": "تظهر في الصفحة الأولى.", "en": "Shown on the first page."},
        max_length=80,
    )
    least_words: int = option(
        2,
        labels={"ar": "أقل عدد من الكلمات", "en": "Fewest words"},
        hints={
            "ar": "القصة الأقصر من ذلك تُرفض إن كانت من نوع «تحية».",
            "en": "A shorter story is refused where the type is “Greeting”.",
        },
        ge=1,
        le=20,
    )
    is_counting: bool = option(
        True, labels={"ar": "عدّ ما يحدث للحالات", "en": "Count what happens to cases"}
    )
    goes_to: Literal["triage", "rules"] = option(
        "triage",
        labels={"ar": "وجهة التحيات", "en": "Where greetings go"},
        choices={
            "triage": {"ar": "إلى جهة الفرز", "en": "To the triage entity"},
            "rules": {"ar": "كما تقول القواعد", "en": "As the rules say"},
        },
    )


MANIFEST = Manifest(
    name="example",
    version="0.1.0",
    titles={"ar": "مثال", "en": "Example"},
    descriptions={
        "ar": "أصغر إضافة تستخدم كل ما تستطيعه الإضافات. هي درس لمن يكتب إضافة.",
        "en": "The smallest plugin that uses everything plugins can do: a lesson for developers.",
    },
    sawti_from="0.1",
    sawti_before="0.2",
    apps=("sawti_example",),
    hooks="sawti_example.hooks",
    options=ExampleOptions,
    routes=Routes(
        portal="sawti_example.portal_urls",
        desk="sawti_example.desk_urls",
        api="sawti_example.api_urls",
    ),
    menu=(
        MenuLink(Place.PORTAL, "greeting", {"ar": "تحية", "en": "Greeting"}),
        MenuLink(Place.DESK, "counts", {"ar": "عدّ الأحداث", "en": "Event counts"}),
    ),
    content=Content(
        types=(
            TypeContent(
                "greeting",
                {"ar": "تحية", "en": "Greeting"},
                {"ar": "كلمة طيبة بلا سبب.", "en": "A kind word for no reason."},
            ),
        ),
        categories=(
            CategoryContent("greetings", {"ar": "التحيات", "en": "Greetings"}),
            CategoryContent(
                "morning-greeting",
                {"ar": "تحية الصباح", "en": "Morning greeting"},
                parent="greetings",
                keywords={"ar": ("صباح الخير",), "en": ("good morning",)},
            ),
        ),
    ),
    jobs=(Job("forget-old-counts", Every.NIGHT, "sawti_example.actions:forget_old_counts"),),
)

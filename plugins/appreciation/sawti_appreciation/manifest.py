"""What the plugin is: thanks to an entity or a public servant, shown with consent (T14)."""

from sawti.plugins.manifest import (
    Content,
    Manifest,
    MenuLink,
    Options,
    Place,
    Routes,
    TypeContent,
    option,
)


class AppreciationOptions(Options):
    """What a tenant decides about thanks."""

    has_wall: bool = option(
        True,
        labels={"ar": "لوحة التقدير", "en": "Wall of appreciation"},
        hints={
            "ar": "تعرض كلمات الشكر التي وافق أصحابها على نشرها واعتمدتها الجهة.",
            "en": "Shows thanks whose authors agreed to it and that the entity approved.",
        },
    )
    days_before_publication: int = option(
        0,
        labels={"ar": "أيام قبل النشر", "en": "Days before publication"},
        hints={
            "ar": "مهلة بعد الاعتماد يستطيع فيها صاحب الشكر أن يسحب موافقته.",
            "en": "Time after approval in which the author can still withdraw.",
        },
        ge=0,
        le=30,
    )
    most_words: int = option(
        150,
        labels={"ar": "أكبر عدد من الكلمات", "en": "Most words"},
        hints={"ar": "أطول شكر يمكن إرساله.", "en": "The longest thanks that can be sent."},
        ge=20,
        le=500,
    )


MANIFEST = Manifest(
    name="appreciation",
    version="0.1.0",
    titles={"ar": "الشكر والتقدير", "en": "Appreciation"},
    descriptions={
        "ar": "شكر لجهة أو لموظف باسمه: يصل إلى الجهة، ويُعرض بموافقة صاحبه، ويُحصى.",
        "en": "Thanks to an entity or a named public servant: routed, shown with consent, counted.",
    },
    sawti_from="0.1",
    sawti_before="0.2",
    apps=("sawti_appreciation",),
    hooks="sawti_appreciation.hooks",
    options=AppreciationOptions,
    routes=Routes(
        portal="sawti_appreciation.portal_urls",
        desk="sawti_appreciation.desk_urls",
        api="sawti_appreciation.api_urls",
    ),
    menu=(
        MenuLink(Place.PORTAL, "wall", {"ar": "قل شكرًا", "en": "Say thanks"}),
        MenuLink(Place.DESK, "review", {"ar": "كلمات الشكر", "en": "Thanks"}),
    ),
    content=Content(
        types=(
            TypeContent(
                "thanks",
                {"ar": "شكر", "en": "Thanks"},
                {
                    "ar": "كلمة طيبة لجهة أو موظف أحسن خدمتك.",
                    "en": "A kind word for an office or an employee who served you well.",
                },
            ),
        ),
    ),
)

"""The public figures, from an allow-list."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

Shape = serializers.Serializer[Any]


class CountOut(Shape):
    """A number of cases, or why it is hidden."""

    value = serializers.IntegerField(allow_null=True, help_text=_("Null where it is hidden."))
    hidden = serializers.ChoiceField(
        ["few", "withheld"],
        allow_null=True,
        help_text=_(
            "few: from 1 to below smallest_count; withheld: it would give a small number away."
        ),
    )


class FiguresOut(Shape):
    """The figures of some cases."""

    received = CountOut()
    answered = CountOut()
    on_time_percent = serializers.IntegerField(
        allow_null=True,
        help_text=_("Whole per cent of the judged cases; null where too few are behind it."),
    )
    median_days = serializers.FloatField(
        allow_null=True, help_text=_("Calendar days to the first answer, the median.")
    )
    satisfaction = serializers.FloatField(
        allow_null=True, help_text=_("Mean of the ratings from 1 to 5; null below ten ratings.")
    )
    ratings = serializers.IntegerField(allow_null=True)
    is_provisional = serializers.BooleanField(
        help_text=_("Many cases of the month are still within their time.")
    )


class MonthOut(FiguresOut):
    """A month, and what became of its cases."""

    month = serializers.CharField(help_text=_("Such as 2026-03."))
    in_time = CountOut()
    answered_late = CountOut()
    unanswered = CountOut()
    withdrawn = CountOut()
    lapsed = CountOut()


class NamedFiguresOut(FiguresOut):
    """The figures of a sector or an entity."""

    code = serializers.CharField()
    name = serializers.CharField()


class PillarOut(FiguresOut):
    """The figures of a pillar."""

    code = serializers.CharField(allow_null=True, help_text=_("Null for cases without a pillar."))
    name = serializers.CharField(allow_blank=True)
    median_days = None  # type: ignore[assignment]  # days are counted by month and entity only


class InsightsOut(Shape):
    """The public figures of a period."""

    period = serializers.CharField()
    first_month = serializers.CharField(help_text=_("Such as 2026-03."))
    last_month = serializers.CharField(help_text=_("Such as 2026-03."))
    smallest_count = serializers.IntegerField()
    counted_at = serializers.DateTimeField(
        allow_null=True, help_text=_("When the figures were counted.")
    )
    total = FiguresOut()
    previous = FiguresOut()
    months = MonthOut(many=True)
    pillars = PillarOut(many=True)
    sectors = NamedFiguresOut(many=True)
    entities = NamedFiguresOut(many=True)

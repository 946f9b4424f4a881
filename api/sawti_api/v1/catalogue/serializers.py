"""The codes that a case is filed under."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

Shape = serializers.Serializer[Any]


class TypeOut(Shape):
    """A type of case."""

    code = serializers.CharField()
    name = serializers.CharField()
    hint = serializers.CharField(allow_blank=True, help_text=_("When to choose this type."))


class CategoryOut(Shape):
    """A subject; those with a parent can be filed under."""

    code = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.CharField(  # type: ignore[assignment]  # a member, not DRF's parent
        allow_null=True, help_text=_("The code of the first level, or null for the first level.")
    )
    may_be_confidential = serializers.BooleanField(
        help_text=_("Whether a filing may wish that the case is confidential.")
    )


class SectorOut(Shape):
    """A field of government."""

    code = serializers.CharField()
    name = serializers.CharField()


class EntityOut(Shape):
    """A government entity."""

    code = serializers.CharField()
    name = serializers.CharField()
    parent = serializers.CharField(  # type: ignore[assignment]  # a member, not DRF's parent
        allow_null=True, help_text=_("The code of the entity above, or null.")
    )
    sector = SectorOut()


class TypesOut(Shape):
    """The types of cases, in the tenant's order."""

    results = TypeOut(many=True)


class CategoriesOut(Shape):
    """The categories, in the tenant's order."""

    results = CategoryOut(many=True)


class EntitiesOut(Shape):
    """The entities, in the tenant's order."""

    results = EntityOut(many=True)

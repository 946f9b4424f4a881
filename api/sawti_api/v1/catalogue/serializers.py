"""The codes that a case is filed under."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from sawti.acting.facts import Right

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


class RepresentationOut(Shape):
    """A way to act for somebody else."""

    code = serializers.CharField()
    name = serializers.CharField()
    hint = serializers.CharField(allow_blank=True)
    may = serializers.ListField(
        child=serializers.ChoiceField(choices=[right.value for right in Right]),
        help_text=_("What it allows; until a proof that is needed is accepted, only to file."),
    )
    needs_proof = serializers.BooleanField()
    document = serializers.CharField(
        allow_blank=True, help_text=_("Which document proves it; empty where none is needed.")
    )
    needs_account = serializers.BooleanField(
        help_text=_("Only people who are signed in at the portal can file in this way.")
    )


class RepresentationsOut(Shape):
    """The kinds, in the tenant's order."""

    results = RepresentationOut(many=True)


class ConsentOut(Shape):
    """A text that people are told or agree to, as it counts now."""

    id = serializers.UUIDField(help_text=_("Of this version; a new version has another."))
    code = serializers.CharField()
    version = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField()
    withdrawal = serializers.CharField(help_text=_("What a withdrawal means."))
    is_required = serializers.BooleanField(
        help_text=_("A notice for everybody; others are wishes that may be left out.")
    )
    sha256 = serializers.CharField(help_text=_("Of all that it says, in every language."))


class ConsentsOut(Shape):
    """The texts, in the tenant's order."""

    results = ConsentOut(many=True)


class TypesOut(Shape):
    """The types of cases, in the tenant's order."""

    results = TypeOut(many=True)


class CategoriesOut(Shape):
    """The categories, in the tenant's order."""

    results = CategoryOut(many=True)


class EntitiesOut(Shape):
    """The entities, in the tenant's order."""

    results = EntityOut(many=True)

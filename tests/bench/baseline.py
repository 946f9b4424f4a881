"""The yardstick: bare Django and DRF over one table, no middleware, no sign-in, no tenants.

Two endpoints that ours are rated against: a create of ten fields and a keyset list of 25.
Run as a program with `schema` or `seed`; granian serves `tests.bench.baseline:application`.
"""

import os
import sys
import uuid
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

_url = urlsplit(os.environ["BASELINE_URL"])
if not settings.configured:
    settings.configure(
        DEBUG=False,
        SECRET_KEY="x" * 50,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": _url.path.lstrip("/"),
                "USER": unquote(_url.username or ""),
                "PASSWORD": unquote(_url.password or ""),
                "HOST": _url.hostname or "",
                "PORT": str(_url.port or ""),
                "CONN_MAX_AGE": None,
            }
        },
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "rest_framework",
        ],
        MIDDLEWARE=[],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [],
            "DEFAULT_PERMISSION_CLASSES": [],
            "UNAUTHENTICATED_USER": None,
            "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
            "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
        },
        LOGGING_CONFIG=None,
    )
    django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402
from rest_framework import generics, pagination, serializers  # noqa: E402

sys.modules.setdefault("tests.bench.baseline", sys.modules[__name__])


class Entity(models.Model):
    name = models.CharField(max_length=120)

    class Meta:
        app_label = "auth"
        db_table = "bl_entity"


class Case(models.Model):
    reference = models.CharField(max_length=36, unique=True)
    tenant_id = models.IntegerField()
    entity = models.ForeignKey(Entity, models.PROTECT)
    category = models.IntegerField()
    status = models.CharField(max_length=20, default="new")
    channel = models.CharField(max_length=20)
    priority = models.SmallIntegerField(default=3)
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=200)
    body = models.TextField()
    submitter = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "auth"
        db_table = "bl_case"
        indexes = [
            models.Index(
                "entity", models.F("created_at").desc(), models.F("id").desc(), name="bl_ent_crt"
            ),
            models.Index(models.F("created_at").desc(), models.F("id").desc(), name="bl_crt"),
        ]


FIELDS = [
    "entity",
    "category",
    "channel",
    "priority",
    "language",
    "title",
    "body",
    "submitter",
    "tenant_id",
    "status",
]


class CaseIn(serializers.ModelSerializer):
    class Meta:
        model = Case
        fields = FIELDS

    def create(self, data):
        with transaction.atomic():
            return Case.objects.create(reference=str(uuid.uuid4()), **data)


class CaseOut(serializers.ModelSerializer):
    class Meta:
        model = Case
        fields = ["id", "reference", "created_at", "due_at", *FIELDS]


class Keyset(pagination.CursorPagination):
    page_size = 25
    ordering = ("-created_at", "-id")


urlpatterns = [
    path(
        "create",
        generics.CreateAPIView.as_view(serializer_class=CaseIn, queryset=Case.objects.all()),
    ),
    path(
        "list",
        generics.ListAPIView.as_view(
            serializer_class=CaseOut,
            queryset=Case.objects.order_by("-created_at", "-id"),
            pagination_class=Keyset,
        ),
    ),
]
application = get_wsgi_application()


def prepare(rows: int) -> None:
    """Make the two tables and fill them."""
    with connection.schema_editor() as editor:
        for model in (Entity, Case):
            editor.create_model(model)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bl_entity (name) SELECT 'entity ' || g FROM generate_series(1, 106) g"
        )
        cursor.execute(
            "INSERT INTO bl_case (reference, tenant_id, entity_id, category, status, channel,"
            " priority, language, title, body, submitter, created_at, due_at)"
            " SELECT gen_random_uuid()::text, 1, 1 + g %% 106, g %% 40,"
            " (array['new', 'open', 'waiting', 'closed'])[1 + g %% 4], 'web', 3, 'ar',"
            " 'Case title number ' || g, repeat('Lorem ipsum dolor sit amet. ', 10),"
            " 'Person ' || g %% 50000, now() - (%s - g) * interval '30 seconds',"
            " now() + interval '3 days' FROM generate_series(1, %s) g",
            [rows, rows],
        )
        cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    prepare(int(sys.argv[1]))

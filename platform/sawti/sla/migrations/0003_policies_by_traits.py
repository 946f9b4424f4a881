import django.db.models.deletion
from django.db import migrations, models

import sawti.lib.ids
import sawti.tenancy.models
from sawti.tenancy.schema import AppendOnly, InEachTenant, PointWithinTenant, ProtectTenantTables

TARGETS = ("category", "catalogue.category"), ("entity", "entities.entity"), ("pillar", "catalogue.pillar")


def record_what_is_promised_now(apps):
    """Keep the version that each policy has; older ones were never kept."""
    policies = apps.get_model("sla", "Policy").objects
    versions = apps.get_model("sla", "PolicyVersion").objects
    for row in policies.all():
        versions.create(
            tenant_id=row.tenant_id,
            code=row.code,
            version=row.version,
            amount=row.amount,
            unit=row.unit,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("sla", "0002_isolation"),
        ("catalogue", "0005_confidentiality"),
        ("entities", "0006_contact_limits"),
    ]
    operations = [
        migrations.RenameField("policy", "resolution_days", "amount"),
        migrations.AlterField("policy", "amount", models.PositiveIntegerField()),
        migrations.AddField(
            "policy",
            "unit",
            models.CharField(
                choices=[("days", "Days"), ("minutes", "Minutes")], default="days", max_length=10
            ),
        ),
        migrations.AddField("policy", "names", models.JSONField(default=dict)),
        migrations.AddField("policy", "channel", models.CharField(default="", max_length=20)),
        migrations.AddField("policy", "is_active", models.BooleanField(default=True)),
        migrations.AddField("policy", "edited_at", models.DateTimeField(null=True)),
        *(
            migrations.AddField(
                "policy",
                name,
                models.ForeignKey(
                    db_constraint=False,
                    db_index=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    to=to,
                ),
            )
            for name, to in TARGETS
        ),
        *(PointWithinTenant("Policy", name) for name, _ in TARGETS),
        migrations.AddConstraint(
            "policy",
            models.CheckConstraint(condition=models.Q(("amount__gte", 1)), name="policy_amount"),
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sawti.lib.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("code", models.SlugField(max_length=60)),
                ("version", models.PositiveIntegerField()),
                ("amount", models.PositiveIntegerField()),
                (
                    "unit",
                    models.CharField(
                        choices=[("days", "Days"), ("minutes", "Minutes")], max_length=10
                    ),
                ),
                ("made_at", models.DateTimeField(null=True)),
                (
                    "tenant",
                    models.ForeignKey(
                        db_index=False,
                        default=sawti.tenancy.models.current_tenant_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.tenant",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "code", "version"), name="policy_version"
                    )
                ],
            },
        ),
        ProtectTenantTables("PolicyVersion"),
        AppendOnly("PolicyVersion"),
        InEachTenant(record_what_is_promised_now),
    ]

import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.conf import settings
from django.db import migrations, models
from sawti.tenancy.schema import ProtectTenantTables


class Migration(migrations.Migration):

    replaces = [('signin', '0001_initial'), ('signin', '0002_links'), ('signin', '0003_providers'), ('signin', '0004_person_identities')]

    initial = True

    dependencies = [
        ('accounts', '0001_schema'),
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Factor',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('totp', 'App'), ('webauthn', 'Key')], max_length=20)),
                ('name', models.CharField(blank=True, max_length=60)),
                ('sealed_secret', models.BinaryField(default=bytes)),
                ('last_step', models.BigIntegerField(default=0)),
                ('credential_id', models.BinaryField(null=True)),
                ('credential', models.BinaryField(default=bytes)),
                ('sign_count', models.BigIntegerField(default=0)),
                ('added_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='factors', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'staff'], name='factor_of_staff')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'totp')), fields=('tenant', 'staff'), name='factor_one_app'), models.UniqueConstraint(condition=models.Q(('kind', 'webauthn')), fields=('tenant', 'credential_id'), name='factor_credential')],
            },
        ),
        migrations.CreateModel(
            name='Identity',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('issuer', models.CharField(max_length=255)),
                ('subject', models.CharField(max_length=255)),
                ('linked_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='identities', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'verbose_name_plural': 'identities',
                'constraints': [models.UniqueConstraint(fields=('tenant', 'issuer', 'subject'), name='identity_once'), models.UniqueConstraint(fields=('tenant', 'staff', 'issuer'), name='identity_of_staff')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(choices=[('invitation', 'Invitation'), ('reset', 'Reset')], max_length=20)),
                ('token_hash', models.BinaryField(max_length=32)),
                ('sealed_token', models.BinaryField()),
                ('stamp_hash', models.BinaryField(max_length=32)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'staff', 'purpose'], name='link_of_staff')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'token_hash'), name='link_of_token')],
            },
        ),
        migrations.CreateModel(
            name='PersonIdentity',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('issuer', models.CharField(max_length=255)),
                ('subject_hash', models.BinaryField(max_length=32)),
                ('linked_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='identities', to='accounts.person')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'verbose_name_plural': 'person identities',
                'constraints': [models.UniqueConstraint(fields=('tenant', 'issuer', 'subject_hash'), name='person_identity_once'), models.UniqueConstraint(fields=('tenant', 'person', 'issuer'), name='person_identity_of_person')],
            },
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('audience', models.CharField(choices=[('staff', 'Staff'), ('person', 'Person')], max_length=10)),
                ('issuer', models.CharField(max_length=255)),
                ('client_id', models.CharField(max_length=255)),
                ('sealed_secret', models.BinaryField()),
                ('names', models.JSONField(default=dict)),
                ('second_factor_values', models.JSONField(default=list)),
                ('is_enabled', models.BooleanField(default=False)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'audience'), name='provider_of_audience')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code_hash', models.BinaryField(max_length=32)),
                ('used_at', models.DateTimeField(null=True)),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'staff', 'code_hash'), name='recovery_code_of_staff')],
            },
        ),
        migrations.CreateModel(
            name='SessionRule',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('role', models.CharField(blank=True, max_length=40)),
                ('idle_minutes', models.PositiveSmallIntegerField()),
                ('most_hours', models.PositiveSmallIntegerField()),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'role'), name='session_rule_of_role')],
            },
        ),
        migrations.CreateModel(
            name='Try',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('door', models.CharField(choices=[('password', 'Password'), ('second_factor', 'Second Factor'), ('forgotten', 'Forgotten')], max_length=20)),
                ('account_hash', models.BinaryField(max_length=32)),
                ('source_hash', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
                ('succeeded', models.BooleanField(default=False)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'verbose_name_plural': 'tries',
                'indexes': [models.Index(fields=['tenant', 'door', 'account_hash', '-at'], name='try_at_account'), models.Index(fields=['tenant', 'door', 'source_hash', '-at'], name='try_from_source')],
            },
        ),
        ProtectTenantTables(
            "Factor", "RecoveryCode", "Try", "SessionRule", "Link", "Provider", "Identity",
            "PersonIdentity",
        ),
    ]

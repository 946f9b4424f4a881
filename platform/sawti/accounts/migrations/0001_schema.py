import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
import sawti.tenancy.sealed
from django.conf import settings
from django.db import migrations, models
from sawti.tenancy.schema import PointWithinTenant, ProtectTenantTables


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_isolation'), ('accounts', '0003_person'), ('accounts', '0004_one_time_codes'), ('accounts', '0005_roles'), ('accounts', '0006_sealed_phone'), ('accounts', '0007_session_limits'), ('accounts', '0008_contact_limits'), ('accounts', '0009_sealed_persons'), ('accounts', '0010_verified_contacts'), ('accounts', '0011_link_identity'), ('accounts', '0012_person_tokens'), ('accounts', '0013_how_they_hear')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=120)),
                ('language', models.CharField(max_length=8)),
                ('is_active', models.BooleanField(default=True)),
                ('last_sign_in_at', models.DateTimeField(null=True)),
                ('muted', models.JSONField(default=list)),
                ('gathered', models.BooleanField(default=False)),
                ('only_at_work', models.BooleanField(default=False)),
                ('unread', models.PositiveIntegerField(default=0)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'verbose_name_plural': 'staff',
                'constraints': [models.UniqueConstraint(fields=('tenant', 'email'), name='staff_email'), models.CheckConstraint(condition=models.Q(('is_superuser', False)), name='staff_never_superuser')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('email', sawti.tenancy.sealed.SealedField()),
                ('email_hash', sawti.tenancy.sealed.FingerprintField(kind='email', of='email')),
                ('name', sawti.tenancy.sealed.SealedField()),
                ('phone', sawti.tenancy.sealed.SealedField()),
                ('phone_hash', sawti.tenancy.sealed.FingerprintField(kind='phone', of='phone')),
                ('national_id', sawti.tenancy.sealed.SealedField()),
                ('national_id_hash', sawti.tenancy.sealed.FingerprintField(kind='national_id', of='national_id')),
                ('address', sawti.tenancy.sealed.SealedField()),
                ('language', models.CharField(max_length=8)),
                ('settings', models.JSONField(default=dict)),
                ('told_by', models.CharField(choices=[('email', 'Email'), ('sms', 'Sms')], default='email', max_length=10)),
                ('phone_verified_at', models.DateTimeField(null=True)),
                ('no_news', models.BooleanField(default=False)),
                ('quiet_from', models.TimeField(null=True)),
                ('quiet_until', models.TimeField(null=True)),
                ('unread', models.PositiveIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField()),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'phone_hash'], name='person_phone'), models.Index(fields=['tenant', 'national_id_hash'], name='person_national_id')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'email_hash'), name='person_email'), models.UniqueConstraint(condition=models.Q(('phone_verified_at__isnull', False)), fields=('tenant', 'phone_hash'), name='person_verified_phone')],
            },
        ),
        migrations.CreateModel(
            name='OneTimeCode',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(choices=[('sign_in', 'Sign In'), ('change_email', 'Change Email'), ('change_phone', 'Change Phone'), ('new_receipt', 'New Receipt'), ('appeal', 'Appeal'), ('link_identity', 'Link Identity')], max_length=20)),
                ('address', models.CharField(max_length=254)),
                ('language', models.CharField(max_length=8)),
                ('subject_id', models.UUIDField(null=True)),
                ('source_hash', models.BinaryField(max_length=32)),
                ('token_hash', models.BinaryField(max_length=32)),
                ('code_hash', models.BinaryField(max_length=32)),
                ('sealed_code', models.BinaryField()),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('asked_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'address', 'asked_at'], name='code_of_address'), models.Index(fields=['tenant', 'source_hash', 'asked_at'], name='code_of_source')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'token_hash'), name='code_of_browser')],
            },
        ),
        migrations.CreateModel(
            name='ContactChange',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('purpose', models.CharField(choices=[('sign_in', 'Sign In'), ('change_email', 'Change Email'), ('change_phone', 'Change Phone'), ('new_receipt', 'New Receipt'), ('appeal', 'Appeal'), ('link_identity', 'Link Identity')], max_length=20)),
                ('old', sawti.tenancy.sealed.SealedField()),
                ('token', sawti.tenancy.sealed.SealedField()),
                ('token_hash', sawti.tenancy.sealed.FingerprintField(kind='token', of='token')),
                ('changed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='contact_changes', to='accounts.person')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'person'], name='contact_change_of_person')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'token_hash'), name='contact_change_token')],
            },
        ),
        migrations.CreateModel(
            name='PersonToken',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(max_length=32)),
                ('device', models.CharField(blank=True, max_length=60)),
                ('network', models.CharField(blank=True, max_length=50)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='accounts.person')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'person'], name='token_of_person')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'token_hash'), name='person_token')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                ('session_data', models.TextField(verbose_name='session data')),
                ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                ('device', models.CharField(blank=True, max_length=60)),
                ('network', models.CharField(blank=True, max_length=50)),
                ('signed_in_at', models.DateTimeField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('idle_seconds', models.PositiveIntegerField(null=True)),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='accounts.person')),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'db_table': 'accounts_session',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='StaffGroup',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.group')),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'staff', 'group'), name='staff_group')],
            },
        ),
        migrations.CreateModel(
            name='StaffPermission',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'staff', 'permission'), name='staff_permission')],
            },
        ),
        migrations.AddField(
            model_name='staff',
            name='groups',
            field=models.ManyToManyField(related_name='user_set', related_query_name='user', through='accounts.StaffGroup', to='auth.group'),
        ),
        migrations.AddField(
            model_name='staff',
            name='user_permissions',
            field=models.ManyToManyField(related_name='user_set', related_query_name='user', through='accounts.StaffPermission', to='auth.permission'),
        ),
        ProtectTenantTables(
            "Staff", "StaffGroup", "StaffPermission", "Person",
            "OneTimeCode", "ContactChange", "PersonToken",
        ),
        # A session is no tenant's table (it is read before anybody is known), yet it may only
        # name staff and a person of its own tenant.
        PointWithinTenant("Session", "person"),
        migrations.RunSQL(
            'ALTER TABLE "accounts_session" ADD CONSTRAINT "accounts_session_staff_id_in_tenant" '
            'FOREIGN KEY (tenant_id, staff_id) REFERENCES "accounts_staff" (tenant_id, id); '
            "CREATE INDEX accounts_session_staff ON accounts_session (tenant_id, staff_id); "
            "CREATE INDEX accounts_session_person ON accounts_session (tenant_id, person_id)",
            migrations.RunSQL.noop,
        ),
    ]

import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.conf import settings
from django.db import migrations, models
from sawti.tenancy.schema import ProtectTenantTables, role


class Migration(migrations.Migration):

    replaces = [('entities', '0001_initial'), ('entities', '0002_isolation'), ('entities', '0003_roles'), ('entities', '0004_confidentiality'), ('entities', '0005_support_and_setup'), ('entities', '0006_contact_limits'), ('entities', '0007_deescalate')]

    initial = True

    dependencies = [
        ('guardian', '0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more'),
        ('accounts', '0001_schema'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Role',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=40)),
                ('names', models.JSONField()),
                ('level', models.CharField(choices=[('tenant', 'Tenant'), ('entity', 'Entity')], max_length=10)),
                ('permissions', models.JSONField()),
                ('shipped_permissions', models.JSONField(default=list)),
                ('is_first_contact', models.BooleanField(default=False)),
                ('leads_entity', models.BooleanField(default=False)),
                ('is_delegable', models.BooleanField(default=True)),
                ('is_active', models.BooleanField(default=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('edited_at', models.DateTimeField(null=True)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='role_code')],
            },
        ),
        migrations.CreateModel(
            name='Sector',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('names', models.JSONField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='sector_code')],
            },
        ),
        migrations.CreateModel(
            name='SupportGrant',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('operator_id', models.UUIDField()),
                ('operator_name', models.CharField(max_length=120)),
                ('reason', models.CharField(max_length=300)),
                ('hours', models.PositiveSmallIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('allowed_at', models.DateTimeField(null=True)),
                ('until_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('token_hash', models.BinaryField(max_length=32, null=True)),
                ('token_until_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('allowed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', '-asked_at'], name='support_newest')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'token_hash'), name='support_link')],
            },
        ),
        migrations.CreateModel(
            name='Entity',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=80)),
                ('names', models.JSONField()),
                ('kind', models.CharField(max_length=20)),
                ('is_triage', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('parent', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('sector', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='entities.sector')),
            ],
            options={
                'permissions': (('view_cases', 'Read the cases'), ('handle_cases', 'Take, ask, answer and transfer the cases'), ('open_identity', "Open the applicant's identity, with a reason"), ('classify_cases', 'Make cases confidential, and lift conflicts of interest'), ('deescalate_cases', 'Take escalations of cases back'), ('review_answers', 'Review the quality of answers'), ('file_for_others', 'File cases for people who call or visit'), ('give_posts', 'Give, end and delegate posts'), ('oversee_entities', 'See how far the entities are set up'), ('limit_contacts', 'Limit contacts that are abused')),
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='entity_code'), models.UniqueConstraint(condition=models.Q(('is_triage', True)), fields=('tenant',), name='entity_one_triage')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('since_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('acting_for', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='entities.post')),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='entities.entity')),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('role', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='entities.role')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'entity', 'role'], name='post_of_entity'), models.Index(fields=['tenant', 'staff'], name='post_of_staff'), models.Index(fields=['tenant', 'acting_for'], name='post_of_deputy')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_at__isnull', True)), fields=('tenant', 'staff', 'entity', 'role'), name='post_held_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('until_at__isnull', True), ('until_at__gte', models.F('since_at')), _connector='OR'), name='post_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('acting_for__isnull', True), ('until_at__isnull', False), _connector='OR'), name='post_of_deputy_ends')],
            },
        ),
        migrations.CreateModel(
            name='OnboardingTick',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'entity', 'item'), name='entity_ticked_once')],
            },
        ),
        migrations.CreateModel(
            name='TenantUserPermission',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('content_object', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='user_rights', to='tenancy.tenant')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('post', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='tenant_rights', to='entities.post')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'user'], name='tenant_right_of_staff')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'post', 'permission'), name='tenant_right')],
            },
        ),
        migrations.CreateModel(
            name='EntityUserPermission',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('content_object', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='user_rights', to='entities.entity')),
                ('permission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='auth.permission')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('user', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entity_rights', to='entities.post')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'user'], name='entity_right_of_staff'), models.Index(fields=['tenant', 'content_object'], name='entity_right_on_entity')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'post', 'permission'), name='entity_right')],
            },
        ),
        ProtectTenantTables(
            "Sector", "Entity", "Post", "EntityUserPermission", "Role", "TenantUserPermission",
            "OnboardingTick", "SupportGrant",
        ),
        # Guardian's generic tables carry no tenant: rights live in tables of our own.
        migrations.RunSQL(
            "REVOKE ALL ON guardian_userobjectpermission, guardian_groupobjectpermission "
            f"FROM {role('app')}",
            migrations.RunSQL.noop,
        ),
    ]

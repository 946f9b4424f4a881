import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import sawti.lib.ids
import sawti.tenancy.models
from sawti.tenancy.schema import PointWithinTenant, ProtectTenantTables

# Posts named their kind; each kind becomes a role with what it could do. Loading the tenant's pack
# gives the roles their names. Rights hang on posts from now on, so they are written anew.
POSTS_GET_ROLES = """
SET CONSTRAINTS ALL IMMEDIATE; -- the tables are altered in this same transaction
DO $$ DECLARE each uuid; BEGIN
FOR each IN SELECT id FROM tenancy_tenant LOOP
    PERFORM set_config('app.tenant', each::text, true);
    INSERT INTO entities_role (id, tenant_id, code, names, level, permissions, shipped_permissions,
        is_first_contact, leads_entity, is_delegable, is_active, position)
    SELECT gen_random_uuid(), each, kind, jsonb_build_object('ar', kind, 'en', kind), 'entity',
        held, held, kind = 'focal_point', kind = 'head', true, true, 0
    FROM (SELECT DISTINCT kind, CASE kind WHEN 'head' THEN '["view_cases"]'::jsonb
        ELSE '["view_cases", "handle_cases", "open_identity"]'::jsonb END AS held
        FROM entities_post WHERE tenant_id = each) AS kinds;
    UPDATE entities_post SET role_id = entities_role.id FROM entities_role
    WHERE entities_post.tenant_id = each AND entities_role.tenant_id = each
        AND entities_role.code = entities_post.kind;
    DELETE FROM entities_entityuserpermission WHERE tenant_id = each;
    INSERT INTO entities_entityuserpermission
        (id, tenant_id, user_id, permission_id, content_object_id, post_id)
    SELECT gen_random_uuid(), each, post.staff_id, permission.id, post.entity_id, post.id
    FROM entities_post post
    JOIN entities_role role ON role.id = post.role_id AND role.tenant_id = each
    JOIN auth_permission permission ON role.permissions ? permission.codename
    JOIN django_content_type kind ON kind.id = permission.content_type_id
        AND kind.app_label = 'entities' AND kind.model = 'entity'
    WHERE post.tenant_id = each;
END LOOP;
PERFORM set_config('app.tenant', '', true);
END $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_roles'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('entities', '0002_isolation'),
        ('tenancy', '0005_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
        ProtectTenantTables("Role"),
        migrations.AlterModelOptions(
            name='entity',
            options={'permissions': (('view_cases', 'Read the cases'), ('handle_cases', 'Take, ask, answer and transfer the cases'), ('open_identity', "Open the applicant's identity, with a reason"), ('review_answers', 'Review the quality of answers'), ('file_for_others', 'File cases for people who call or visit'), ('give_posts', 'Give, end and delegate posts'), ('oversee_entities', 'See how far the entities are set up'))},
        ),
        migrations.RemoveConstraint(
            model_name='entityuserpermission',
            name='entity_right',
        ),
        migrations.RemoveConstraint(
            model_name='post',
            name='post_held_once',
        ),
        migrations.RemoveIndex(
            model_name='post',
            name='post_of_entity',
        ),
        migrations.AddField(
            model_name='entityuserpermission',
            name='post',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='entity_rights', to='entities.post'),
        ),
        migrations.AddField(
            model_name='post',
            name='role',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='entities.role'),
        ),
        migrations.AddField(
            model_name='post',
            name='acting_for',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputies', to='entities.post'),
        ),
        migrations.AddField(
            model_name='post',
            name='reason',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name='post',
            name='entity',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='entities.entity'),
        ),
        migrations.RunSQL(POSTS_GET_ROLES, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name='post',
            name='kind',
        ),
        migrations.AlterField(
            model_name='entityuserpermission',
            name='post',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='entity_rights', to='entities.post'),
        ),
        migrations.AlterField(
            model_name='post',
            name='role',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='entities.role'),
        ),
        PointWithinTenant("EntityUserPermission", "post"),
        PointWithinTenant("Post", "role"),
        PointWithinTenant("Post", "acting_for"),
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
        ProtectTenantTables("TenantUserPermission"),
        migrations.AddIndex(
            model_name='entityuserpermission',
            index=models.Index(fields=['tenant', 'user'], name='entity_right_of_staff'),
        ),
        migrations.AddIndex(
            model_name='entityuserpermission',
            index=models.Index(fields=['tenant', 'content_object'], name='entity_right_on_entity'),
        ),
        migrations.AddConstraint(
            model_name='entityuserpermission',
            constraint=models.UniqueConstraint(fields=('tenant', 'post', 'permission'), name='entity_right'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['tenant', 'entity', 'role'], name='post_of_entity'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['tenant', 'staff'], name='post_of_staff'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['tenant', 'acting_for'], name='post_of_deputy'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.UniqueConstraint(condition=models.Q(('until_at__isnull', True)), fields=('tenant', 'staff', 'entity', 'role'), name='post_held_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('until_at__isnull', True), ('until_at__gte', models.F('since_at')), _connector='OR'), name='post_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('acting_for__isnull', True), ('until_at__isnull', False), _connector='OR'), name='post_of_deputy_ends'),
        ),
    ]

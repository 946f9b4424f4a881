import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.conf import settings
from django.db import migrations, models
from sawti.tenancy.schema import AppendOnly, ProtectTenantTables


class Migration(migrations.Migration):

    replaces = [('catalogue', '0001_initial'), ('catalogue', '0002_isolation'), ('catalogue', '0003_reply_templates'), ('catalogue', '0004_what_editors_change'), ('catalogue', '0005_confidentiality'), ('catalogue', '0006_plain_classes'), ('catalogue', '0007_representation_kinds')]

    initial = True

    dependencies = [
        ('accounts', '0001_schema'),
        ('entities', '0001_schema'),
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Confidentiality',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('names', models.JSONField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('edited_at', models.DateTimeField(null=True)),
                ('readers', models.JSONField(default=list)),
                ('handlers', models.JSONField(default=list)),
                ('needs_second', models.BooleanField(default=False)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='confidentiality_code')],
            },
        ),
        migrations.CreateModel(
            name='Edit',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('table', models.CharField(max_length=20)),
                ('row', models.CharField(max_length=60)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('editor', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'table', 'row', '-at'], name='edit_of_row')],
            },
        ),
        migrations.CreateModel(
            name='Importance',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('names', models.JSONField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('rank', models.PositiveSmallIntegerField()),
                ('is_default', models.BooleanField(default=False)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='importance_code')],
            },
        ),
        migrations.CreateModel(
            name='MenuLink',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('place', models.CharField(choices=[('header', 'Header'), ('footer', 'Footer')], max_length=10)),
                ('names', models.JSONField()),
                ('kind', models.CharField(choices=[('built_in', 'Built In'), ('page', 'Page'), ('outside', 'Outside')], max_length=10)),
                ('target', models.CharField(max_length=500)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'place', 'position'], name='menu_link_place')],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('texts', models.JSONField()),
                ('tone', models.CharField(choices=[('info', 'Info'), ('ok', 'Ok'), ('warn', 'Warn'), ('error', 'Error')], max_length=10)),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', '-from_at'], name='notice_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until_at__isnull', True), ('until_at__gt', models.F('from_at')), _connector='OR'), name='notice_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Pillar',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('names', models.JSONField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='pillar_code')],
            },
        ),
        migrations.CreateModel(
            name='PublishedPage',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('source_id', models.UUIDField()),
                ('slug', models.SlugField(max_length=255)),
                ('titles', models.JSONField()),
                ('blocks', models.JSONField()),
                ('published_at', models.DateTimeField()),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'slug'), name='page_slug'), models.UniqueConstraint(fields=('tenant', 'source_id'), name='page_source')],
            },
        ),
        migrations.CreateModel(
            name='RepresentationKind',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('names', models.JSONField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('hints', models.JSONField(default=dict)),
                ('may', models.JSONField(default=list)),
                ('needs_proof', models.BooleanField(default=True)),
                ('needs_account', models.BooleanField(default=False)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='representation_kind_code')],
            },
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('edited_at', models.DateTimeField(null=True)),
                ('key', models.SlugField(max_length=60)),
                ('texts', models.JSONField()),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key'), name='text_key')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('edited_at', models.DateTimeField(null=True)),
                ('light', models.JSONField()),
                ('dark', models.JSONField()),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant',), name='theme_one')],
            },
        ),
        migrations.CreateModel(
            name='CaseType',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('names', models.JSONField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('hints', models.JSONField(default=dict)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='case_type_code')],
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('names', models.JSONField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('edited_at', models.DateTimeField(null=True)),
                ('keywords', models.JSONField(default=dict)),
                ('confidential_by', models.CharField(choices=[('policy', 'Policy'), ('wish', 'Wish')], default='policy', max_length=10)),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='entities.entity')),
                ('parent', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='catalogue.category')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('confidentiality', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.confidentiality')),
                ('importance', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.importance')),
                ('pillar', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.pillar')),
            ],
            options={
                'verbose_name_plural': 'categories',
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='category_code')],
            },
        ),
        migrations.CreateModel(
            name='ReplyTemplate',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('names', models.JSONField()),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('is_active', models.BooleanField(default=True)),
                ('edited_at', models.DateTimeField(null=True)),
                ('bodies', models.JSONField()),
                ('kind', models.CharField(choices=[('question', 'Question'), ('answer', 'Answer')], max_length=10)),
                ('category', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.category')),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='reply_template_code')],
            },
        ),
        ProtectTenantTables(
            "CaseType", "Importance", "Pillar", "Category", "Text", "Theme", "ReplyTemplate",
            "PublishedPage", "MenuLink", "Notice", "Edit", "Confidentiality", "RepresentationKind",
        ),
        AppendOnly("Edit"),
    ]

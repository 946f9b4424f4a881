import django.db.models.deletion
import sawti.lib.ids
from django.db import migrations, models
from sawti.tenancy.schema import OwnTenantOnly


class Migration(migrations.Migration):

    replaces = [('tenancy', '0001_initial'), ('tenancy', '0002_isolation'), ('tenancy', '0003_reopening'), ('tenancy', '0004_smallest_count'), ('tenancy', '0005_roles'), ('tenancy', '0006_confidentiality'), ('tenancy', '0007_promises'), ('tenancy', '0008_national_id'), ('tenancy', '0009_check_proofs'), ('tenancy', '0010_promises_too'), ('tenancy', '0011_deescalate')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Tenant',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('names', models.JSONField()),
                ('governments', models.JSONField()),
                ('number_prefix', models.CharField(max_length=2)),
                ('phone_prefix', models.CharField(max_length=5)),
                ('country', models.CharField(max_length=2)),
                ('languages', models.JSONField()),
                ('default_language', models.CharField(max_length=8)),
                ('time_zone', models.CharField(max_length=60)),
                ('mail_from', models.EmailField(max_length=254)),
                ('reopen_days', models.PositiveSmallIntegerField(default=14)),
                ('smallest_count', models.PositiveSmallIntegerField(default=5)),
                ('national_id', models.JSONField(default=dict)),
                ('config_version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'permissions': (('view_cases', 'Read the cases'), ('handle_cases', 'Take, ask, answer and transfer the cases'), ('open_identity', "Open the applicant's identity, with a reason"), ('classify_cases', 'Make cases confidential, and lift conflicts of interest'), ('deescalate_cases', 'Take escalations of cases back'), ('review_answers', 'Review the quality of answers'), ('file_for_others', 'File cases for people who call or visit'), ('check_proofs', 'Check the documents of people who act for others'), ('give_posts', 'Give, end and delegate posts'), ('oversee_entities', 'See how far the entities are set up'), ('manage_roles', 'Change what roles may do'), ('manage_staff', 'Invite, disable and enable staff'), ('view_as', 'See the desk as a colleague, read-only'), ('allow_support', 'Allow and end access of support'), ('read_audit', 'Read and export the audit record'), ('protect_data', 'Watch over personal data and openings of identities'), ('manage_retention', 'Set how long cases are kept, and hold them'), ('limit_contacts', 'Limit contacts that are abused'), ('manage_clients', 'Manage the keys of API clients'), ('edit_site', 'Edit pages, categories and texts in the CMS'), ('manage_plugins', 'Switch plugins on and off'), ('manage_promises', 'Set promises, working hours and holidays, and so due dates')),
            },
        ),
        migrations.CreateModel(
            name='TenantHost',
            fields=[
                ('host', models.CharField(max_length=253, primary_key=True, serialize=False)),
                ('tenant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hosts', to='tenancy.tenant')),
            ],
        ),
        OwnTenantOnly(),
    ]

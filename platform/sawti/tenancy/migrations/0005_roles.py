from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('tenancy', '0004_smallest_count'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='tenant',
            options={'permissions': (('view_cases', 'Read the cases'), ('handle_cases', 'Take, ask, answer and transfer the cases'), ('open_identity', "Open the applicant's identity, with a reason"), ('review_answers', 'Review the quality of answers'), ('file_for_others', 'File cases for people who call or visit'), ('give_posts', 'Give, end and delegate posts'), ('oversee_entities', 'See how far the entities are set up'), ('manage_roles', 'Change what roles may do'), ('manage_staff', 'Invite, disable and enable staff'), ('view_as', 'See the desk as a colleague, read-only'), ('allow_support', 'Allow and end access of support'), ('read_audit', 'Read and export the audit record'), ('protect_data', 'Watch over personal data and openings of identities'), ('manage_retention', 'Set how long cases are kept, and hold them'), ('limit_contacts', 'Limit contacts that are abused'), ('manage_clients', 'Manage the keys of API clients'), ('edit_site', 'Edit pages, categories and texts in the CMS'), ('manage_plugins', 'Switch plugins on and off'))},
        ),
    ]

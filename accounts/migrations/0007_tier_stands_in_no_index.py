from django.db import migrations


class Migration(migrations.Migration):
    # With the tier in an index no update of it could leave the others alone, the search index least of all: half a
    # millisecond a row.

    dependencies = [
        ('accounts', '0006_visit_moment'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='account', name='account_tier_name'),
    ]

"""On what level value passes between us and a customer, and how it is covered: said by people, blank until then."""

from django.db import migrations, models

LEVELS = [("product", "1 Product sale"), ("solution", "2 Solution"), ("company", "3 Company to company")]
COVERED = [
    ("remote", "Phone and web"),
    ("person", "One person for several accounts"),
    ("team", "A team for this account"),
]
BLANK = {"blank": True, "db_default": "", "default": "", "max_length": 8}


class Migration(migrations.Migration):
    dependencies = [("accounts", "0013_own_cadence")]

    operations = [
        migrations.AddField(
            "account", "covered_by", models.CharField(choices=COVERED, verbose_name="covered by", **BLANK)
        ),
        migrations.AddField(
            "account", "value_level", models.CharField(choices=LEVELS, verbose_name="value level", **BLANK)
        ),
    ]

import django.contrib.postgres.indexes
import django.db.models.expressions
from django.db import migrations, models

import foundation.search


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_initial"),
        ("pipeline", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="move",
            name="currency",
            field=models.CharField(default="CNY", max_length=3),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="move",
            name="base_before",
            field=models.DecimalField(decimal_places=8, max_digits=30, null=True),
        ),
        migrations.AddField(
            model_name="move",
            name="base_after",
            field=models.DecimalField(decimal_places=8, default=0, max_digits=30),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="move",
            name="amount_after",
            field=models.DecimalField(decimal_places=2, default=0, max_digits=18),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="opportunity",
            name="search_text",
            field=models.TextField(default="", editable=False),
        ),
        migrations.AddIndex(
            model_name="opportunity",
            index=django.contrib.postgres.indexes.GinIndex(
                foundation.search.SearchGrams(django.db.models.expressions.F("search_text")), name="opportunity_search"
            ),
        ),
    ]

"""Who leans is told by its index alone; what is decided about the others is written without a new entry in any index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scoring", "0010_complaint_and_departure")]

    operations = [
        migrations.RemoveIndex(model_name="standing", name="standing_that_leans"),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(
                    models.Q(("months_past", []), _negated=True), ("pin_id__isnull", False), _connector="OR"
                ),
                fields=["account_id"],
                include=("months_past", "pin_id"),
                name="standing_that_leans",
            ),
        ),
    ]

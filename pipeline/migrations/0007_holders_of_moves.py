import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Who held an opportunity before is not on record: its present holder is taken for the whole of it.
FILL = """
UPDATE pipeline_move AS move
SET owner_id = opportunity.owner_id, team_id = opportunity.team_id
FROM pipeline_opportunity AS opportunity
WHERE opportunity.id = move.opportunity_id;
SET CONSTRAINTS ALL IMMEDIATE
"""


def link(to, null):
    return models.ForeignKey(
        db_index=False, null=null, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=to
    )


def named_link(to, name, null):
    return models.ForeignKey(
        db_index=False,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=to,
        verbose_name=name,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("pipeline", "0006_stays"),
        ("teams", "0002_versions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="move",
            name="kind",
            field=models.CharField(
                choices=[
                    ("opened", "Opened"),
                    ("stage", "Stage changed"),
                    ("amount", "Amount changed"),
                    ("handed", "Handed over"),
                    ("won", "Won"),
                    ("lost", "Lost"),
                    ("reopened", "Reopened"),
                ],
                max_length=10,
                verbose_name="kind of move",
            ),
        ),
        migrations.AddField("move", "from_owner", link(settings.AUTH_USER_MODEL, null=True)),
        migrations.AddField("move", "from_team", link("teams.team", null=True)),
        migrations.AddField("move", "owner", named_link(settings.AUTH_USER_MODEL, "owner", null=True)),
        migrations.AddField("move", "team", named_link("teams.team", "team", null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AlterField("move", "owner", named_link(settings.AUTH_USER_MODEL, "owner", null=False)),
        migrations.AlterField("move", "team", named_link("teams.team", "team", null=False)),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_owner__isnull", False), ("from_team__isnull", False), ("kind", "handed")),
                    models.Q(
                        models.Q(("kind", "handed"), _negated=True),
                        ("from_owner__isnull", True),
                        ("from_team__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="move_handed_from",
            ),
        ),
    ]

"""How complete each account's record is, in a table beside it: rows come with accounts, judgements with writes."""

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

MADE = """
CREATE FUNCTION accounts_completeness_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO accounts_completeness (account_id, score, missing, stale) SELECT id, 0, '{}', '{}' FROM made;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_completeness_made AFTER INSERT ON accounts_account
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION accounts_completeness_made();
INSERT INTO accounts_completeness (account_id, score, missing, stale) SELECT id, 0, '{}', '{}' FROM accounts_account;
"""
NOT_MADE = "DROP FUNCTION accounts_completeness_made CASCADE"


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_merge'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CompletenessRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True, verbose_name='version')),
                ('reason', models.CharField(blank=True, default='', max_length=300, verbose_name='reason')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                ('stale_share', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='what is out of date counts, in percent')),
                ('platinum', models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MaxValueValidator(10)])),
                ('gold', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MaxValueValidator(10)])),
                ('iron', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MaxValueValidator(10)])),
                ('lead', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MaxValueValidator(10)])),
                ('unrated', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MaxValueValidator(10)])),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'rule of complete records',
                'verbose_name_plural': 'rules of complete records',
                'ordering': ['-version'],
            },
        ),
        migrations.CreateModel(
            name='Completeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField(default=0, verbose_name='complete, in percent')),
                ('missing', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None, verbose_name='missing')),
                ('stale', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None, verbose_name='out of date')),
                ('checked_on', models.DateField(null=True, verbose_name='looked over')),
                ('account', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='completeness', to='accounts.account')),
            ],
            options={
                'verbose_name': 'completeness',
                'verbose_name_plural': 'completeness',
                'indexes': [models.Index(fields=['score', 'id'], name='completeness_score')],
            },
        ),
        migrations.CreateModel(
            name='CompletenessPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=40)),
                ('weight', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MaxValueValidator(10)])),
                ('days', models.PositiveSmallIntegerField(null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)])),
                ('tiers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(blank=True, max_length=10), default=list, size=None)),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='accounts.completenessrule')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('rule', 'key'), name='completeness_point_once'), models.CheckConstraint(condition=models.Q(('weight__lte', 10)), name='completeness_point_weight')],
            },
        ),
        migrations.RunSQL(MADE, NOT_MADE),
    ]

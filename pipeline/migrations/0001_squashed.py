"""All of what an installation made before this file has applied one by one (`replaces`): it has nothing to do here."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.functions.math
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import foundation.clock
import foundation.search
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


# What a move says is never changed (`days` only repeats the rows before it, `by` is emptied when a person is deleted),
# and it goes only with its opportunity. The second is judged at the end of the transaction, when an opportunity that is
# deleted together with its moves is gone. Who replaces a history by a truer one says so for his transaction
# (pipeline.services.rewriting).
TRIGGERS = """
CREATE FUNCTION pipeline_history_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('kam.rewrites_history', TRUE) = 'on' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'a move is never changed: % of opportunity %', OLD.id, OLD.opportunity_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF EXISTS (SELECT FROM pipeline_opportunity WHERE id = OLD.opportunity_id) THEN
        RAISE EXCEPTION 'a move is never deleted: % of opportunity %', OLD.id, OLD.opportunity_id
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER pipeline_move_unchanged
    AFTER UPDATE OF
        opportunity_id, kind, from_stage_id, to_stage_id, amount_before, amount_after, currency, base_before, base_after,
        at, owner_id, team_id, from_owner_id, from_team_id, cause, since, reason, note
    ON pipeline_move FOR EACH ROW EXECUTE FUNCTION pipeline_history_stands();
CREATE CONSTRAINT TRIGGER pipeline_move_kept
    AFTER DELETE ON pipeline_move DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION pipeline_history_stands();
"""
NO_TRIGGERS = "DROP FUNCTION pipeline_history_stands CASCADE;"


class Migration(migrations.Migration):

    replaces = [('pipeline', '0001_initial'), ('pipeline', '0002_initial'), ('pipeline', '0003_history_in_money'), ('pipeline', '0004_words'), ('pipeline', '0005_progress_of_opportunities'), ('pipeline', '0006_stays'), ('pipeline', '0007_holders_of_moves'), ('pipeline', '0008_opportunity_record'), ('pipeline', '0009_history_is_append_only'), ('pipeline', '0010_reviews'), ('pipeline', '0011_forecast_and_quota'), ('pipeline', '0012_figures_are_numbers')]

    initial = True

    dependencies = [
        ('accounts', '0002_squashed'),
        ('teams', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('key', models.SlugField(max_length=20, unique=True)),
                ('position', models.PositiveSmallIntegerField(verbose_name='order in the funnel')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('name_zh', models.CharField(max_length=40, verbose_name='Chinese name')),
                ('probability', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='probability, %')),
                ('normal_days', models.PositiveSmallIntegerField(default=30, verbose_name='normal days in stage')),
                ('retired_at', models.DateTimeField(editable=False, null=True, verbose_name='taken out')),
                ('category', models.CharField(choices=[('pipeline', 'Pipeline'), ('best', 'Best case'), ('commit', 'Commit')], default='pipeline', max_length=8, verbose_name='in the forecast')),
            ],
            options={
                'verbose_name': 'stage',
                'verbose_name_plural': 'stages',
                'ordering': ['position'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(deferrable=django.db.models.constraints.Deferrable['DEFERRED'], fields=('position',), name='stage_position'), models.CheckConstraint(condition=models.Q(('probability__gte', 0), ('probability__lte', 100), django.db.models.lookups.LessThan(models.F('probability'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='stage_probability')],
            },
        ),
        migrations.CreateModel(
            name='Competitor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('strengths', models.CharField(blank=True, default='', max_length=300, verbose_name='strengths')),
                ('weaknesses', models.CharField(blank=True, default='', max_length=300, verbose_name='weak points')),
                ('retired_at', models.DateTimeField(editable=False, null=True, verbose_name='taken out')),
            ],
            options={
                'verbose_name': 'competitor',
                'verbose_name_plural': 'competitors',
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='competitor_name')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='FlagRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('visit_days', models.PositiveSmallIntegerField(default=30, help_text='An opportunity whose customer nobody has met for longer shows a flag.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(730)], verbose_name='days without a visit')),
                ('norm_stays', models.PositiveIntegerField(default=20, help_text='With fewer stays of won opportunities in a stage, its normal days decide what is stuck; from then on the upper quartile of those stays.', validators=[django.core.validators.MinValueValidator(4), django.core.validators.MaxValueValidator(100000)], verbose_name='won opportunities needed')),
                ('decision_maker_from', models.DecimalField(decimal_places=2, default=Decimal('30'), help_text='From stages of this probability on, somebody of us must hold the contact to a decision-maker.', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(100)], verbose_name='decision-maker needed from probability, %')),
            ],
            options={
                'verbose_name': 'red flags',
                'verbose_name_plural': 'red flags',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_flag_rule'), models.CheckConstraint(condition=models.Q(('decision_maker_from__gte', 0), ('decision_maker_from__lte', 100), ('norm_stays__gte', 4), ('visit_days__range', (1, 730))), name='flag_rule_ranges')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Product',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('code', models.CharField(max_length=40, verbose_name='product code')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('unit', models.CharField(blank=True, default='', max_length=20, verbose_name='unit')),
                ('list_price', models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True, verbose_name='list price')),
                ('currency', models.CharField(blank=True, default='', max_length=3, verbose_name='currency')),
                ('retired_at', models.DateTimeField(editable=False, null=True, verbose_name='taken out')),
            ],
            options={
                'verbose_name': 'product',
                'verbose_name_plural': 'products',
                'ordering': ['name', 'id'],
                'constraints': [models.UniqueConstraint(fields=('code',), name='product_code'), models.CheckConstraint(condition=models.Q(('list_price__isnull', True), models.Q(('list_price__gte', 0), django.db.models.lookups.LessThan(models.F('list_price'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), models.Q(('currency', ''), _negated=True)), _connector='OR'), name='product_list_price')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='DevelopmentStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('position', models.PositiveSmallIntegerField(unique=True, verbose_name='order')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_zh', models.CharField(max_length=60, verbose_name='Chinese name')),
                ('needs', models.TextField(blank=True, default='', max_length=2000, verbose_name='what it needs, a line each')),
                ('needs_zh', models.TextField(blank=True, default='', max_length=2000, verbose_name='what it needs, in Chinese')),
            ],
            options={
                'verbose_name': 'step of development',
                'verbose_name_plural': 'steps of development',
                'ordering': ['position'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='PerformanceReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('results', models.TextField(blank=True, default='', max_length=4000, verbose_name='results against quota')),
                ('funnel', models.TextField(blank=True, default='', max_length=4000, verbose_name='funnel')),
                ('activity', models.TextField(blank=True, default='', max_length=4000, verbose_name='activity')),
                ('gaps', models.TextField(blank=True, default='', max_length=4000, verbose_name='gaps')),
                ('figures', models.JSONField(default=dict, editable=False, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('closed_at', models.DateTimeField(editable=False, null=True, verbose_name='closed')),
                ('closed_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'performance review',
                'verbose_name_plural': 'performance reviews',
                'ordering': ['-ends_on', '-id'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('person', 'starts_on', 'ends_on'), name='performance_review_once'), models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='performance_review_period')],
            },
        ),
        migrations.CreateModel(
            name='QuestionSet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True, verbose_name='version')),
                ('reason', models.CharField(blank=True, default='', max_length=300, verbose_name='reason')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'set of questions',
                'verbose_name_plural': 'sets of questions',
                'ordering': ['-version'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='ReviewRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('min_amount', models.DecimalField(blank=True, decimal_places=2, default=500000, max_digits=18, null=True, verbose_name='worth at least')),
                ('closing_days', models.PositiveSmallIntegerField(blank=True, default=14, null=True, verbose_name='closing within days')),
                ('stale_days', models.PositiveSmallIntegerField(blank=True, default=45, null=True, verbose_name='in its stage for days')),
                ('flagged', models.BooleanField(default=True, verbose_name='without next step, or close date past')),
            ],
            options={
                'verbose_name': "the week's review",
                'verbose_name_plural': "the week's review",
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_review_rule'), models.CheckConstraint(condition=models.Q(('min_amount', None), models.Q(('min_amount__gte', 0), django.db.models.lookups.LessThan(models.F('min_amount'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), _connector='OR'), name='review_rule_amount')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ForecastRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('prior_weight', models.DecimalField(decimal_places=1, default=20, max_digits=6, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(10000)], verbose_name='cases that the configured rate counts for')),
                ('level', models.DecimalField(decimal_places=4, default='0.95', max_digits=5, validators=[django.core.validators.MinValueValidator(0.5), django.core.validators.MaxValueValidator(0.999)], verbose_name='level of the interval')),
                ('lookback_months', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='months looked at')),
            ],
            options={
                'verbose_name': 'forecast rule',
                'verbose_name_plural': 'forecast rule',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_forecast_rule'), models.CheckConstraint(condition=models.Q(('level__gte', 0.5), ('level__lt', 1), ('lookback_months__gte', 1), ('prior_weight__gte', 1), django.db.models.lookups.LessThan(models.F('prior_weight'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('level'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='forecast_rule_values')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', 'Proposed'), ('accepted', 'Accepted'), ('rejected', 'Rejected')], default='proposed', max_length=8)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=300, verbose_name='reason')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'proposed probabilities',
                'verbose_name_plural': 'proposed probabilities',
                'ordering': ['-id'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('state',), name='one_open_proposal'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('state', 'proposed')), models.Q(models.Q(('state', 'proposed'), _negated=True), ('decided_at__isnull', False)), _connector='OR'), name='proposal_decided')],
            },
        ),
        migrations.CreateModel(
            name='Quota',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('kind', models.CharField(choices=[('month', 'Month'), ('quarter', 'Quarter'), ('year', 'Year')], max_length=7, verbose_name='period')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('base', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='quota')),
                ('stretch', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='stretch')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('rate', models.DecimalField(decimal_places=8, default=1, editable=False, max_digits=18)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.team', verbose_name='team')),
            ],
            options={
                'verbose_name': 'quota',
                'verbose_name_plural': 'quotas',
                'ordering': ['-starts_on', 'id'],
                'indexes': [models.Index(fields=['starts_on', 'ends_on'], name='quota_period')],
                'constraints': [models.CheckConstraint(condition=models.Q(('base__gt', 0), ('rate__gt', 0), ('stretch__gte', models.F('base')), django.db.models.lookups.LessThan(models.F('base'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('stretch'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('rate'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='quota_amounts'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('team__isnull', False)), models.Q(('person__isnull', False), ('team__isnull', True)), _connector='OR'), name='quota_subject'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='quota_days'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('person__isnull', False)), expressions=[(models.Func(models.F('person'), models.F('person'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='quota_once_a_person'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('team__isnull', False)), expressions=[(models.Func(models.F('team'), models.F('team'), models.Value('[]'), function='int8range'), '&&'), (models.Func(models.F('starts_on'), models.F('ends_on'), models.Value('[]'), function='daterange', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='quota_once_a_team')],
            },
        ),
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('taken_on', models.DateField()),
                ('month', models.DateField()),
                ('count', models.PositiveIntegerField(default=0)),
                ('won', models.DecimalField(decimal_places=8, default=0, max_digits=30)),
                ('commit', models.DecimalField(decimal_places=8, default=0, max_digits=30)),
                ('best', models.DecimalField(decimal_places=8, default=0, max_digits=30)),
                ('weighted', models.DecimalField(decimal_places=8, default=0, max_digits=30)),
                ('observed', models.DecimalField(decimal_places=8, default=0, max_digits=30)),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.team')),
            ],
            options={
                'verbose_name': 'kept forecast',
                'verbose_name_plural': 'kept forecasts',
                'ordering': ['-taken_on', 'month', 'owner', 'team'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('taken_on', 'month', 'owner', 'team'), name='snapshot_once'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThan(models.F('won'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('commit'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('best'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('weighted'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('observed'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='snapshot_amounts')],
            },
        ),
        migrations.CreateModel(
            name='Adjustment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('measure', models.CharField(choices=[('commit', 'Commit'), ('best', 'Best case'), ('weighted', 'Weighted')], max_length=8, verbose_name='figure')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.team', verbose_name='team')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'adjustment of the forecast',
                'verbose_name_plural': 'adjustments of the forecast',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['starts_on', 'ends_on'], name='adjustment_period')],
                'constraints': [models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThan(models.F('amount'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), models.Q(('amount', 0), _negated=True)), name='adjustment_amount'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('team__isnull', False)), models.Q(('person__isnull', False), ('team__isnull', True)), _connector='OR'), name='adjustment_subject')],
            },
        ),
        migrations.CreateModel(
            name='StageCriterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('text', models.CharField(max_length=200, verbose_name='exit criterion')),
                ('text_zh', models.CharField(max_length=200, verbose_name='exit criterion in Chinese')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='pipeline.stage')),
                ('is_required', models.BooleanField(default=False, verbose_name='required')),
                ('retired_at', models.DateTimeField(editable=False, null=True)),
            ],
            options={
                'ordering': ['stage', 'position', 'id'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='StageNorm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stays', models.PositiveIntegerField(default=0, verbose_name='stays of won opportunities')),
                ('median_days', models.FloatField(null=True, verbose_name='median days')),
                ('upper_days', models.FloatField(null=True, verbose_name='upper quartile of days')),
                ('counted_at', models.DateTimeField(verbose_name='counted')),
                ('stage', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='norm', to='pipeline.stage')),
            ],
            options={
                'verbose_name': 'normal time in a stage',
                'verbose_name_plural': 'normal times in stages',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Opportunity',
            fields=[
                # In the order in which reports read them: a row is read column by column, and a million rows are read.
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.team', verbose_name='team')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opportunities', to='pipeline.stage', verbose_name='stage')),
                ('stage_since', models.DateTimeField(editable=False, verbose_name='in stage since')),
                ('opened_on', models.DateField(editable=False, verbose_name='opened')),
                ('account', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='opportunities', to='accounts.account', verbose_name='account')),
                ('expected_close_on', models.DateField(blank=True, null=True, verbose_name='expected close')),
                ('closed_on', models.DateField(blank=True, editable=False, null=True, verbose_name='closed')),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('status', models.CharField(choices=[('open', 'Open'), ('won', 'Won'), ('lost', 'Lost')], default='open', editable=False, max_length=5, verbose_name='state')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='amount')),
                ('rate', models.DecimalField(decimal_places=8, default=1, editable=False, max_digits=18)),
                ('amount_base', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('amount'), '*', models.F('rate')), output_field=models.DecimalField(decimal_places=8, max_digits=30))),
                ('left_stages', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), default=list, editable=False, size=None)),
                ('passed_stages', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), default=list, editable=False, size=None)),
                ('shared_with', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, editable=False, size=None, verbose_name='shared with teams')),
                ('next_step_on', models.DateField(blank=True, null=True, verbose_name='next step due')),
                ('split_from', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='pipeline.opportunity', verbose_name='split from')),
                ('lost_to', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.competitor', verbose_name='lost to')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('close_reason', models.CharField(blank=True, choices=[('value', 'Value of the solution'), ('relationship', 'Relationship'), ('price', 'Price'), ('product', 'Product or service'), ('competitor', 'Competitor'), ('budget', 'No budget'), ('no_decision', 'No decision'), ('timing', 'Timing'), ('other', 'Other')], default='', editable=False, max_length=12, verbose_name='reason')),
                ('close_note', models.CharField(blank=True, default='', editable=False, max_length=300, verbose_name='note on the reason')),
                ('product', models.CharField(blank=True, default='', max_length=120, verbose_name='product')),
                ('source', models.CharField(blank=True, default='', max_length=80, verbose_name='source')),
                ('next_step', models.CharField(blank=True, default='', max_length=200, verbose_name='next step')),
                ('external_id', models.CharField(blank=True, default='', max_length=80, verbose_name='external id')),
                ('search_text', models.TextField(default='', editable=False)),
            ],
            options={
                'verbose_name': 'opportunity',
                'verbose_name_plural': 'opportunities',
                'ordering': ['-id'],
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['shared_with'], name='opportunity_shared_with'), models.Index(fields=['account', '-id'], name='opportunity_account'), models.Index(fields=['status', 'stage', 'team'], name='opportunity_board'), models.Index(fields=['owner', 'status'], name='opportunity_owner'), models.Index(fields=['closed_on'], name='opportunity_closed'), models.Index(fields=['expected_close_on'], name='opportunity_expected'), django.contrib.postgres.indexes.GinIndex(foundation.search.SearchGrams(models.F('search_text')), name='opportunity_search')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='opportunity_external_id'), models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('rate__gt', 0), django.db.models.lookups.LessThan(models.F('amount'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('rate'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='opportunity_amount'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', True), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('closed_on__isnull', False)), _connector='OR'), name='opportunity_closed_has_day')],
            },
        ),
        migrations.CreateModel(
            name='Development',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('goal', models.CharField(max_length=200, verbose_name='what we want to win')),
                ('state', models.CharField(choices=[('open', 'Under way'), ('won', 'Won over'), ('failed', 'Failed')], default='open', editable=False, max_length=6, verbose_name='state')),
                ('competitor', models.CharField(blank=True, default='', max_length=120, verbose_name='competitor')),
                ('started_on', models.DateField(default=foundation.clock.today, editable=False, verbose_name='started')),
                ('ended_on', models.DateField(editable=False, null=True, verbose_name='ended')),
                ('failed_reason', models.CharField(blank=True, choices=[('value', 'Value of the solution'), ('relationship', 'Relationship'), ('price', 'Price'), ('product', 'Product or service'), ('competitor', 'Competitor'), ('budget', 'No budget'), ('no_decision', 'No decision'), ('timing', 'Timing'), ('other', 'Other')], default='', editable=False, max_length=12, verbose_name='reason')),
                ('lesson', models.CharField(blank=True, default='', editable=False, max_length=500, verbose_name='what we learn from it')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='developments', to='accounts.account', verbose_name='account')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.developmentstep', verbose_name='step')),
            ],
            options={
                'verbose_name': 'development record',
                'verbose_name_plural': 'development records',
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['account'], name='development_account'), models.Index(fields=['state', 'step'], name='development_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('account',), name='one_open_development'), models.CheckConstraint(condition=models.Q(models.Q(('ended_on', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('ended_on__isnull', False)), _connector='OR'), name='development_ended_has_day')],
            },
        ),
        migrations.CreateModel(
            name='AgreedAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=300, verbose_name='action')),
                ('due_on', models.DateField(verbose_name='due')),
                ('done_at', models.DateTimeField(null=True, verbose_name='done')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='pipeline.performancereview')),
            ],
            options={
                'verbose_name': 'agreed action',
                'verbose_name_plural': 'agreed actions',
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['owner', 'due_on'], name='agreed_action_open')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='ReviewQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('group', models.CharField(choices=[('need', 'Is there an opportunity?'), ('compete', 'Can we compete?'), ('win', 'Can we win?'), ('worth', 'Is it worth winning?')], max_length=8, verbose_name='group')),
                ('text', models.CharField(max_length=200, verbose_name='question')),
                ('text_zh', models.CharField(max_length=200, verbose_name='question in Chinese')),
                ('hint', models.CharField(blank=True, default='', max_length=300, verbose_name='what a yes needs')),
                ('hint_zh', models.CharField(blank=True, default='', max_length=300, verbose_name='what a yes needs, in Chinese')),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='pipeline.questionset')),
            ],
            options={
                'ordering': ['set', 'position'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('set', 'position'), name='review_question_position')],
            },
        ),
        migrations.CreateModel(
            name='ProposalLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.DecimalField(decimal_places=2, max_digits=5)),
                ('after', models.DecimalField(decimal_places=2, max_digits=5)),
                ('won', models.PositiveIntegerField()),
                ('n', models.PositiveIntegerField()),
                ('rate', models.DecimalField(decimal_places=4, max_digits=5)),
                ('low', models.DecimalField(decimal_places=4, max_digits=5)),
                ('high', models.DecimalField(decimal_places=4, max_digits=5)),
                ('proposal', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='pipeline.proposal')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.stage')),
            ],
            options={
                'ordering': ['proposal', 'stage__position'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('proposal', 'stage'), name='proposal_stage'), models.CheckConstraint(condition=models.Q(('after__gte', 0), ('after__lte', 100), django.db.models.lookups.LessThan(models.F('after'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='proposal_after'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThan(models.F('before'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('rate'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('low'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('high'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='proposal_figures')],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opened', 'Opened'), ('stage', 'Stage changed'), ('amount', 'Amount changed'), ('handed', 'Handed over'), ('won', 'Won'), ('lost', 'Lost'), ('reopened', 'Reopened')], max_length=10, verbose_name='kind of move')),
                ('amount_before', models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ('amount_after', models.DecimalField(decimal_places=2, max_digits=18)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('reason', models.CharField(blank=True, choices=[('value', 'Value of the solution'), ('relationship', 'Relationship'), ('price', 'Price'), ('product', 'Product or service'), ('competitor', 'Competitor'), ('budget', 'No budget'), ('no_decision', 'No decision'), ('timing', 'Timing'), ('other', 'Other')], default='', max_length=12, verbose_name='reason')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='why')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moved by')),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='pipeline.opportunity')),
                ('from_stage', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.stage', verbose_name='from stage')),
                ('to_stage', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.stage', verbose_name='to stage')),
                ('currency', models.CharField(max_length=3)),
                ('base_before', models.DecimalField(decimal_places=8, max_digits=30, null=True)),
                ('base_after', models.DecimalField(decimal_places=8, max_digits=30)),
                ('days', models.FloatField(null=True)),
                ('from_owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('from_team', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.team')),
                ('owner', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('team', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.team', verbose_name='team')),
                ('cause', models.CharField(blank=True, choices=[('split', 'Split')], default='', max_length=10, verbose_name='cause')),
                ('since', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'move',
                'verbose_name_plural': 'moves',
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['opportunity', 'at', 'id'], name='move_opportunity'), models.Index(fields=['kind', 'at'], name='move_kind_time'), models.Index(condition=models.Q(('days__isnull', False)), fields=['opportunity', 'from_stage'], include=('days',), name='move_stays')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('from_owner__isnull', False), ('from_team__isnull', False), ('kind', 'handed')), models.Q(models.Q(('kind', 'handed'), _negated=True), ('from_owner__isnull', True), ('from_team__isnull', True)), _connector='OR'), name='move_handed_from')],
            },
        ),
        migrations.CreateModel(
            name='CoOwner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('share', models.DecimalField(decimal_places=2, max_digits=5, verbose_name='share, %')),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='co_owners', to='pipeline.opportunity')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='co-owner')),
            ],
            options={
                'verbose_name': 'co-owner',
                'verbose_name_plural': 'co-owners',
                'ordering': ['-share', 'id'],
                'constraints': [models.UniqueConstraint(fields=('opportunity', 'person'), name='co_owner_once'), models.CheckConstraint(condition=models.Q(('share__gt', 0), ('share__lt', 100), django.db.models.lookups.LessThan(models.F('share'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='co_owner_share')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='DateChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.DateField(null=True)),
                ('after', models.DateField(null=True)),
                ('days', models.IntegerField(null=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='date_changes', to='pipeline.opportunity')),
            ],
            options={
                'verbose_name': 'change of the expected close',
                'verbose_name_plural': 'changes of the expected close',
                'ordering': ['at', 'id'],
                'indexes': [models.Index(fields=['opportunity', 'at', 'id'], name='date_change_opportunity')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('quantity', models.DecimalField(decimal_places=3, max_digits=12, verbose_name='quantity')),
                ('unit_price', models.DecimalField(decimal_places=4, max_digits=18, verbose_name='unit price')),
                ('discount', models.DecimalField(decimal_places=2, default=0, max_digits=5, verbose_name='discount, %')),
                ('total', models.GeneratedField(db_persist=True, expression=django.db.models.functions.math.Round(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('quantity'), '*', models.F('unit_price')), '*', django.db.models.expressions.CombinedExpression(models.Value(100), '-', models.F('discount'))), '/', models.Value(100)), 2), output_field=models.DecimalField(decimal_places=2, max_digits=32))),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='pipeline.opportunity')),
                ('product', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.product', verbose_name='product')),
            ],
            options={
                'verbose_name': 'line',
                'verbose_name_plural': 'lines',
                'ordering': ['position', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('discount__gte', 0), ('discount__lte', 100), ('quantity__gt', 0), ('unit_price__gte', 0), django.db.models.lookups.LessThan(models.F('quantity'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('unit_price'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('discount'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='line_amounts')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Rival',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('standing', models.CharField(choices=[('unknown', 'Unknown'), ('behind', 'Behind us'), ('level', 'Level with us'), ('ahead', 'Ahead of us')], default='unknown', max_length=8, verbose_name='standing')),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='what they offer here')),
                ('competitor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rivals', to='pipeline.competitor', verbose_name='competitor')),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rivals', to='pipeline.opportunity')),
            ],
            options={
                'verbose_name': 'competitor in a deal',
                'verbose_name_plural': 'competitors in deals',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('opportunity', 'competitor'), name='rival_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Stakeholder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('decision_maker', 'Decision-maker'), ('user', 'User'), ('purchaser', 'Purchaser'), ('interface', 'Interface person')], max_length=16), blank=True, default=list, size=None, verbose_name='roles')),
                ('influence', models.PositiveSmallIntegerField(choices=[(1, 'Low'), (2, 'Medium'), (3, 'High')], default=2, verbose_name='influence')),
                ('stance', models.CharField(choices=[('for', 'For us'), ('neutral', 'Neutral'), ('against', 'Against us'), ('unknown', 'Unknown')], default='unknown', max_length=8, verbose_name='stance')),
                ('need', models.CharField(blank=True, default='', max_length=300, verbose_name='true need')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.contact', verbose_name='contact')),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='contact held by')),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stakeholders', to='pipeline.opportunity')),
            ],
            options={
                'verbose_name': 'stakeholder',
                'verbose_name_plural': 'stakeholders',
                'ordering': ['-influence', 'id'],
                'constraints': [models.UniqueConstraint(fields=('opportunity', 'contact'), name='stakeholder_once'), models.CheckConstraint(condition=models.Q(('influence__range', (1, 3))), name='stakeholder_influence')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Tick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('evidence', models.CharField(blank=True, default='', max_length=300, verbose_name='evidence')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='pipeline.stagecriterion')),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='pipeline.opportunity')),
            ],
            options={
                'verbose_name': 'met exit criterion',
                'verbose_name_plural': 'met exit criteria',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('opportunity', 'criterion'), name='tick_once')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='OpportunityReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('note', models.CharField(blank=True, default='', max_length=500, verbose_name='conclusion')),
                ('score', models.PositiveSmallIntegerField(verbose_name='score')),
                ('group_scores', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=4)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reviewed by')),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='pipeline.opportunity')),
                ('set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='pipeline.questionset', verbose_name='questions')),
            ],
            options={
                'verbose_name': 'opportunity review',
                'verbose_name_plural': 'opportunity reviews',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['opportunity', '-at'], name='review_opportunity')],
                'constraints': [models.CheckConstraint(condition=models.Q(('score__lte', 32)), name='review_score')],
            },
        ),
        migrations.CreateModel(
            name='ReviewPick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opportunity', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='review_pick', to='pipeline.opportunity')),
            ],
            options={
                'verbose_name': 'picked for review',
                'verbose_name_plural': 'picked for review',
                'ordering': [models.OrderBy(models.F('at'), descending=True)],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='DevelopmentEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(default=foundation.clock.today, verbose_name='day')),
                ('note', models.TextField(max_length=2000, verbose_name='what was done')),
                ('documents', models.TextField(blank=True, default='', max_length=2000, verbose_name='documents')),
                ('met', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), blank=True, default=list, size=None)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recorded by')),
                ('development', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='pipeline.development')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.developmentstep', verbose_name='step')),
            ],
            options={
                'verbose_name': 'entry of a development record',
                'verbose_name_plural': 'entries of development records',
                'ordering': ['on', 'id'],
                'indexes': [models.Index(fields=['development', 'on'], name='development_entry')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='ReviewAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('yes', 'Yes'), ('partly', 'Partly'), ('no', 'No'), ('unknown', 'Unknown')], max_length=8, verbose_name='answer')),
                ('evidence', models.CharField(blank=True, default='', max_length=500, verbose_name='evidence')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='pipeline.opportunityreview')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.reviewquestion')),
            ],
            options={
                'ordering': ['review', 'question__position'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('review', 'question'), name='review_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='ReviewAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200, verbose_name='action')),
                ('due_on', models.DateField(verbose_name='due')),
                ('done_at', models.DateTimeField(null=True, verbose_name='done')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='review_actions', to='pipeline.opportunity')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='pipeline.opportunityreview')),
                ('question', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.reviewquestion')),
            ],
            options={
                'verbose_name': 'action of a review',
                'verbose_name_plural': 'actions of reviews',
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['owner', 'due_on'], name='review_action_open'), models.Index(fields=['opportunity'], name='review_action_opportunity')],
                'constraints': [],
            },
        ),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]

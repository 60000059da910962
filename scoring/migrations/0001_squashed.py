"""All of what an installation made before this file has applied one by one (`replaces`): it has nothing to do here."""

import django.contrib.postgres.fields
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.lookups
import django.utils.timezone
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


# Statement triggers: once a statement, however many rows it has. For accounts only what makes them count or not; a
# night that publishes tiers wakes none of them.
TOUCH_SUMS = """
CREATE FUNCTION scoring_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id) SELECT DISTINCT account_id FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION scoring_touch_both() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id)
    SELECT account_id FROM before UNION SELECT account_id FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION scoring_touch_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id) SELECT id FROM changed;
    RETURN NULL;
END $$;
CREATE FUNCTION scoring_touch_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER scoring_touch_made AFTER INSERT ON scoring_ledgerentry
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch();
CREATE TRIGGER scoring_touch_gone AFTER DELETE ON scoring_ledgerentry
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch();
CREATE TRIGGER scoring_touch_edited AFTER UPDATE ON scoring_ledgerentry
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_both();
CREATE TRIGGER scoring_touch_made AFTER INSERT ON accounts_visit
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch();
CREATE TRIGGER scoring_touch_gone AFTER DELETE ON accounts_visit
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch();
CREATE TRIGGER scoring_touch_edited AFTER UPDATE ON accounts_visit
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_both();
CREATE TRIGGER scoring_touch_made AFTER INSERT ON accounts_account
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_accounts();
CREATE TRIGGER scoring_touch_gone AFTER DELETE ON accounts_account
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_accounts();
CREATE TRIGGER scoring_touch_archived AFTER UPDATE OF archived_at ON accounts_account
    FOR EACH ROW WHEN (OLD.archived_at IS DISTINCT FROM NEW.archived_at) EXECUTE FUNCTION scoring_touch_account();
"""
NO_TOUCH_SUMS = """
DROP FUNCTION scoring_touch CASCADE;
DROP FUNCTION scoring_touch_both CASCADE;
DROP FUNCTION scoring_touch_accounts CASCADE;
DROP FUNCTION scoring_touch_account CASCADE;
"""
# Beside what moves sums: what moves alerts. Opportunities by statement, and only where an answer could differ;
# of accounts only the columns that alerts follow.
TOUCH_ALERTS = """
CREATE FUNCTION scoring_touch_some() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id) SELECT DISTINCT account_id FROM changed WHERE account_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE FUNCTION scoring_touch_agreed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO scoring_touched (account_id)
    SELECT DISTINCT touched.account_id
    FROM before
    JOIN changed USING (id)
    CROSS JOIN LATERAL (VALUES (before.account_id), (changed.account_id)) AS touched (account_id)
    WHERE (before.account_id, before.status, before.archived_at IS NULL, before.next_step_on IS NULL)
          IS DISTINCT FROM (changed.account_id, changed.status, changed.archived_at IS NULL, changed.next_step_on IS NULL)
      AND touched.account_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER scoring_touch_made AFTER INSERT ON pipeline_opportunity
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_some();
CREATE TRIGGER scoring_touch_gone AFTER DELETE ON pipeline_opportunity
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_some();
CREATE TRIGGER scoring_touch_edited AFTER UPDATE ON pipeline_opportunity
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION scoring_touch_agreed();
CREATE TRIGGER scoring_touch_followed AFTER UPDATE OF owner_id, stage, last_visit_on, next_step_on ON accounts_account
    FOR EACH ROW WHEN (
        (OLD.owner_id, OLD.stage, OLD.last_visit_on, OLD.next_step_on)
        IS DISTINCT FROM (NEW.owner_id, NEW.stage, NEW.last_visit_on, NEW.next_step_on)
    ) EXECUTE FUNCTION scoring_touch_account();
"""
NO_TOUCH_ALERTS = """
DROP TRIGGER scoring_touch_followed ON accounts_account;
DROP FUNCTION scoring_touch_some CASCADE;
DROP FUNCTION scoring_touch_agreed CASCADE;
"""
KEPT = (
    "scoring_standing", "scoring_rhythm", "scoring_touched", "scoring_basis", "scoring_shard", "scoring_summed",
)


class Migration(migrations.Migration):

    replaces = [('scoring', '0001_initial'), ('scoring', '0002_initial'), ('scoring', '0003_ledger_four_places'), ('scoring', '0004_explanations_and_quiet'), ('scoring', '0005_churn'), ('scoring', '0006_history_by_change'), ('scoring', '0007_what_the_night_keeps'), ('scoring', '0008_touched_by_triggers'), ('scoring', '0009_words_of_causes'), ('scoring', '0010_alert_life_cycle'), ('scoring', '0011_kinds_of_entries'), ('scoring', '0012_other_costs_by_index'), ('scoring', '0013_key_accounts'), ('scoring', '0014_playbooks_and_outcomes'), ('scoring', '0015_retained'), ('scoring', '0016_alerts_hear_of_changes'), ('scoring', '0017_shards'), ('scoring', '0018_market_shares'), ('scoring', '0019_what_if'), ('scoring', '0020_figures_are_numbers')]

    initial = True

    dependencies = [
        ('accounts', '0002_squashed'),
        ('pipeline', '0001_squashed'),
        ('teams', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='AlertRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('cause', models.CharField(choices=[('overdue', 'Order overdue'), ('falling_profit', 'Profit is falling'), ('cadence', 'Visit overdue'), ('no_next_step', 'No next step'), ('churn', 'Likely to leave')], max_length=16, unique=True, verbose_name='cause')),
                ('is_enabled', models.BooleanField(default=True, verbose_name='in use')),
                ('threshold', models.DecimalField(decimal_places=2, max_digits=8, validators=[django.core.validators.MinValueValidator(0)], verbose_name='threshold')),
                ('due_days', models.PositiveSmallIntegerField(default=7, verbose_name='days to act')),
                ('min_orders', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(3)], verbose_name='orders needed to know a rhythm')),
                ('quiet_days', models.PositiveSmallIntegerField(default=90, help_text='While the cause goes on, the alert comes back after these days; sooner when the cause recurs.', verbose_name='days of quiet after somebody closed it')),
                ('tiers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('platinum', 'Platinum'), ('gold', 'Gold'), ('iron', 'Iron'), ('lead', 'Lead')], max_length=10), blank=True, default=list, help_text='None chosen: every account, rated or not.', size=None, verbose_name='only for these tiers')),
                ('due_gold', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days to act, gold')),
                ('due_iron', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days to act, iron')),
                ('due_lead', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days to act, lead')),
                ('due_platinum', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='days to act, platinum')),
                ('escalate_days', models.PositiveSmallIntegerField(default=7, help_text="Past its day it goes to who leads the account's team; after each further so many days one higher.", validators=[django.core.validators.MinValueValidator(1)], verbose_name='days until it goes further up')),
                ('escalates', models.CharField(choices=[('until_seen', 'while nobody has acknowledged it'), ('until_closed', 'while it is not closed'), ('never', 'never')], default='until_closed', max_length=12, verbose_name='escalates')),
            ],
            options={
                'verbose_name': 'alert rule',
                'verbose_name_plural': 'alert rules',
                'ordering': ['id'],
                'indexes': [],
                'constraints': [models.CheckConstraint(condition=models.Q(('threshold__gte', 0), django.db.models.lookups.LessThan(models.F('threshold'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='alert_threshold')],
            },
        ),
        migrations.CreateModel(
            name='LedgerEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(verbose_name='date')),
                ('revenue', models.DecimalField(decimal_places=4, max_digits=20, verbose_name='revenue')),
                ('cost', models.DecimalField(decimal_places=4, default=0, max_digits=20, verbose_name='direct cost')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('rate', models.DecimalField(decimal_places=8, default=1, editable=False, max_digits=18)),
                ('external_id', models.CharField(blank=True, default='', max_length=80, verbose_name='external id')),
                ('note', models.CharField(blank=True, default='', max_length=200, verbose_name='note')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ledger', to='accounts.account', verbose_name='account')),
                ('revenue_base', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('revenue'), '*', models.F('rate')), output_field=models.DecimalField(decimal_places=8, max_digits=30))),
                ('cost_base', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('cost'), '*', models.F('rate')), output_field=models.DecimalField(decimal_places=8, max_digits=30))),
                ('kind', models.CharField(choices=[('sale', 'sale'), ('rebate', 'rebate'), ('complaint', 'complaint'), ('service', 'other service')], db_default='sale', default='sale', max_length=10, verbose_name='kind')),
            ],
            options={
                'verbose_name': 'ledger entry',
                'verbose_name_plural': 'ledger entries',
                'ordering': ['-date', '-id'],
                'indexes': [models.Index(fields=['account', 'date'], include=('revenue_base', 'cost_base'), name='ledger_window'), models.Index(fields=['date'], include=('account',), name='ledger_day'), models.Index(condition=models.Q(('kind', 'sale'), _negated=True), fields=['account', 'date'], include=('kind', 'cost_base'), name='ledger_other_costs')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='ledger_external_id'), models.CheckConstraint(condition=models.Q(('rate__gt', 0), django.db.models.lookups.LessThan(models.F('revenue'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('cost'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('rate'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='ledger_amounts'), models.CheckConstraint(condition=models.Q(('kind', 'sale'), ('revenue', 0), _connector='OR'), name='ledger_only_sales_have_revenue')],
            },
        ),
        migrations.CreateModel(
            name='TierPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(unique=True, verbose_name='version')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('scheduled', 'scheduled'), ('active', 'active'), ('retired', 'retired')], default='draft', max_length=9)),
                ('window_months', models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(120)], verbose_name='window in months')),
                ('slim_margin', models.DecimalField(decimal_places=4, default='0.02', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='slim margin')),
                ('platinum_share', models.DecimalField(decimal_places=4, default='0.5', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='platinum: share of profit above')),
                ('platinum_rank', models.DecimalField(decimal_places=4, default='0.2', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='platinum: top share of accounts')),
                ('gold_share', models.DecimalField(decimal_places=4, default='0.8', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='gold: share of profit above')),
                ('loyal_months', models.PositiveSmallIntegerField(default=6, verbose_name='gold: active months')),
                ('buffer', models.DecimalField(decimal_places=4, default='0.05', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='buffer at a boundary')),
                ('patience', models.PositiveSmallIntegerField(default=2, verbose_name='patience in months')),
                ('reason', models.CharField(blank=True, default='', max_length=300, verbose_name='reason')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('activated_at', models.DateTimeField(null=True, verbose_name='active since')),
                ('activated_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lift_score', models.PositiveSmallIntegerField(default=60, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='score that lifts')),
                ('min_months', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(120)], verbose_name='minimum of months since the first order')),
                ('weight_damage', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='weight: damage if it left')),
                ('weight_effort', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='weight: effort we spend on it')),
                ('weight_goals', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='weight: effect on our goals')),
                ('weight_potential', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='weight: potential')),
                ('weight_share', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='weight: share of our profit')),
                ('weight_stability', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='weight: stability of the relationship')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('starts_on', models.DateField(null=True, verbose_name='from the night of')),
            ],
            options={
                'verbose_name': 'tier policy',
                'verbose_name_plural': 'tier policies',
                'ordering': ['-version'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'active')), fields=('state',), name='one_active_policy'), models.CheckConstraint(condition=models.Q(('slim_margin__gte', 0), ('slim_margin__lte', 1), ('platinum_share__gte', 0), ('platinum_share__lte', 1), ('platinum_rank__gte', 0), ('platinum_rank__lte', 1), ('gold_share__gte', 0), ('gold_share__lte', 1), ('buffer__gte', 0), ('buffer__lte', 1)), name='policy_shares'), models.CheckConstraint(condition=models.Q(('gold_share__gte', models.F('platinum_share'))), name='policy_thresholds_in_order'), models.CheckConstraint(condition=models.Q(('window_months__gte', 1)), name='policy_window'), models.CheckConstraint(condition=models.Q(('lift_score__range', (1, 100)), ('weight_damage__lte', 100), ('weight_effort__lte', 100), ('weight_goals__lte', 100), ('weight_potential__lte', 100), ('weight_share__lte', 100), ('weight_stability__lte', 100)), name='policy_weights'), models.UniqueConstraint(condition=models.Q(('state', 'scheduled')), fields=('state',), name='one_scheduled_policy'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'scheduled'), _negated=True), ('starts_on__isnull', False), _connector='OR'), name='scheduled_policy_has_a_day')],
            },
        ),
        migrations.CreateModel(
            name='TierPin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(choices=[('platinum', 'Platinum'), ('gold', 'Gold'), ('iron', 'Iron'), ('lead', 'Lead')], max_length=10, verbose_name='tier')),
                ('reason', models.CharField(max_length=300, verbose_name='reason')),
                ('expires_on', models.DateField(verbose_name='until')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('removed_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pins', to='accounts.account')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('account',), name='one_pin_per_account')],
            },
        ),
        migrations.CreateModel(
            name='Alert',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('cause', models.CharField(choices=[('overdue', 'Order overdue'), ('falling_profit', 'Profit is falling'), ('cadence', 'Visit overdue'), ('no_next_step', 'No next step'), ('churn', 'Likely to leave')], max_length=16, verbose_name='cause')),
                ('state', models.CharField(choices=[('new', 'new'), ('acknowledged', 'acknowledged'), ('acting', 'acting'), ('resolved', 'resolved'), ('false_alarm', 'false alarm')], default='new', max_length=12, verbose_name='state')),
                ('due_on', models.DateField(verbose_name='due')),
                ('opened_on', models.DateField(verbose_name='since')),
                ('facts', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('closed_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, default='', max_length=300, verbose_name='note')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='alerts', to='accounts.account', verbose_name='account')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('over_on', models.DateField(null=True)),
                ('acting_since', models.DateTimeField(null=True)),
                ('escalated_on', models.DateField(null=True, verbose_name='escalated on')),
                ('escalated_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='escalated to')),
                ('escalation_level', models.PositiveSmallIntegerField(default=0)),
                ('outcome', models.CharField(blank=True, choices=[('kept', 'kept'), ('lost', 'lost'), ('false_alarm', 'false alarm')], default='', max_length=12, verbose_name='outcome')),
                ('verdict', models.CharField(blank=True, choices=[('left', 'left'), ('kept', 'stayed, somebody acted'), ('false_alarm', 'stayed by itself')], default='', max_length=12, verbose_name='in the end')),
            ],
            options={
                'verbose_name': 'alert',
                'verbose_name_plural': 'alerts',
                'ordering': ['due_on', 'id'],
                'indexes': [models.Index(fields=['state', 'due_on', 'id'], name='alert_state_due'), models.Index(fields=['account', '-id'], name='alert_account'), models.Index(fields=['opened_on'], name='alert_opened'), models.Index(condition=models.Q(('state__in', ['new', 'acknowledged', 'acting'])), fields=['escalated_to', 'due_on'], name='alert_escalated'), models.Index(condition=models.Q(('over_on__isnull', True), ('state__in', ['resolved', 'false_alarm'])), fields=['cause', 'closed_at'], name='alert_quiet')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('over_on__isnull', True)), fields=('account', 'cause'), name='one_current_alert_per_cause'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['new', 'acknowledged', 'acting']), _negated=True), ('over_on__isnull', True), _connector='OR'), name='open_alert_is_current'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['new', 'acknowledged', 'acting']), _negated=True), ('outcome', ''), _connector='OR'), name='open_alert_has_no_outcome')],
            },
        ),
        migrations.CreateModel(
            name='ChurnFit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField(verbose_name='as of')),
                ('purpose', models.CharField(choices=[('night', 'nightly'), ('backtest', 'back-test')], default='night', max_length=10)),
                ('horizon_days', models.PositiveSmallIntegerField(verbose_name='days ahead')),
                ('state', models.CharField(choices=[('fitted', 'fitted'), ('no_signal', 'no signal'), ('too_few', 'too few accounts'), ('one_time', 'one-time buyers only'), ('too_short', 'ledger too short'), ('stale', 'ledger not up to date')], max_length=10, verbose_name='state')),
                ('method', models.CharField(choices=[('combined', 'Purchase model, set right by our own past'), ('plain', 'Purchase model alone'), ('none', 'Rules alone')], default='none', max_length=10, verbose_name='method')),
                ('parameters', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('checks', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('backtest', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('sampled', models.PositiveIntegerField(default=0, verbose_name='accounts in the sample')),
                ('predicted', models.PositiveIntegerField(default=0, verbose_name='accounts predicted')),
                ('seconds', models.FloatField(default=0, verbose_name='seconds')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='computed')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'churn fit',
                'verbose_name_plural': 'churn fits',
                'ordering': ['-as_of', '-id'],
                'indexes': [models.Index(fields=['purpose', '-as_of', '-id'], name='churn_fit_latest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('purpose', 'night')), fields=('as_of',), name='one_churn_fit_a_night')],
            },
        ),
        migrations.CreateModel(
            name='ChurnRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('horizon_days', models.PositiveSmallIntegerField(default=91, help_text='Leaving means: no order in so many days. 91 is a quarter.', validators=[django.core.validators.MinValueValidator(14), django.core.validators.MaxValueValidator(730)], verbose_name='days ahead')),
                ('min_accounts', models.PositiveIntegerField(default=100, help_text='With fewer accounts that have ever bought, only the rules speak.', validators=[django.core.validators.MinValueValidator(50), django.core.validators.MaxValueValidator(1000000)], verbose_name='accounts needed')),
                ('sample_size', models.PositiveIntegerField(default=20000, help_text='The model is fitted on at most about so many accounts, the same each time; all are predicted.', validators=[django.core.validators.MinValueValidator(1000), django.core.validators.MaxValueValidator(50000)], verbose_name='accounts in the sample')),
            ],
            options={
                'verbose_name': 'churn rule',
                'verbose_name_plural': 'churn rules',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_churn_rule'), models.CheckConstraint(condition=models.Q(('horizon_days__range', (14, 730)), ('min_accounts__gte', 50), ('sample_size__range', (1000, 50000))), name='churn_rule_ranges')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Rhythm',
            fields=[
                ('account_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('orders', models.IntegerField()),
                ('last_order', models.DateField(null=True)),
                ('usual_days', models.DecimalField(decimal_places=2, max_digits=12, null=True)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('account_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('revenue', models.DecimalField(decimal_places=8, max_digits=30)),
                ('cost', models.DecimalField(decimal_places=8, max_digits=30)),
                ('cost_to_serve', models.DecimalField(decimal_places=8, max_digits=30)),
                ('profit', models.DecimalField(decimal_places=8, max_digits=30)),
                ('minutes', models.IntegerField()),
                ('entries', models.IntegerField()),
                ('active_months', models.SmallIntegerField()),
                ('recent', models.DecimalField(decimal_places=8, max_digits=30)),
                ('earlier', models.DecimalField(decimal_places=8, max_digits=30)),
                ('changed_on', models.DateField()),
                ('since', models.DateField(null=True)),
                ('tier', models.CharField(max_length=10)),
                ('computed_tier', models.CharField(max_length=10)),
                ('rule', models.CharField(max_length=16)),
                ('computed_rule', models.CharField(max_length=16)),
                ('months_past', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None)),
                ('pin_id', models.BigIntegerField(null=True)),
                ('previous_tier', models.CharField(max_length=10)),
                ('previous_computed', models.CharField(max_length=10)),
                ('previous_months', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), size=None)),
                ('rebates', models.DecimalField(db_default=0, decimal_places=8, max_digits=30)),
                ('complaints', models.DecimalField(db_default=0, decimal_places=8, max_digits=30)),
                ('services', models.DecimalField(db_default=0, decimal_places=8, max_digits=30)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Touched',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'touched account',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='KeyMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('factor', models.CharField(choices=[('goals', 'Effect on our goals'), ('damage', 'Damage if it left'), ('potential', 'Potential')], max_length=10, verbose_name='factor')),
                ('mark', models.PositiveSmallIntegerField(choices=[(0, 'none'), (1, 'slight'), (2, 'clear'), (3, 'strong'), (4, 'decisive')], verbose_name='mark')),
                ('reason', models.CharField(blank=True, default='', max_length=300, verbose_name='reason')),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='key_marks', to='accounts.account', verbose_name='account')),
                ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'key-account mark',
                'verbose_name_plural': 'key-account marks',
                'ordering': ['-id'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('account', 'factor'), name='one_mark_per_factor'), models.CheckConstraint(condition=models.Q(('mark__lte', 4)), name='key_mark_range')],
            },
        ),
        migrations.CreateModel(
            name='Playbook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('cause', models.CharField(choices=[('overdue', 'Order overdue'), ('falling_profit', 'Profit is falling'), ('cadence', 'Visit overdue'), ('no_next_step', 'No next step'), ('churn', 'Likely to leave')], max_length=16, unique=True, verbose_name='cause')),
            ],
            options={
                'verbose_name': 'playbook',
                'verbose_name_plural': 'playbooks',
                'ordering': ['id'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Departure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('last_order', models.DateField(verbose_name='last order')),
                ('left_on', models.DateField(verbose_name='counted as gone since')),
                ('causes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('overdue', 'Order overdue'), ('falling_profit', 'Profit is falling'), ('cadence', 'Visit overdue'), ('no_next_step', 'No next step'), ('churn', 'Likely to leave')], max_length=16), default=list, size=None)),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='departure', to='accounts.account', verbose_name='account')),
            ],
            options={
                'verbose_name': 'departure',
                'verbose_name_plural': 'departures',
                'ordering': ['-left_on', 'id'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='RetentionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('discount_rate', models.DecimalField(decimal_places=4, default=Decimal('0.10'), help_text='What a year of waiting costs: a margin of next year is worth so much less today.', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='discount rate a year')),
                ('min_accounts', models.PositiveIntegerField(default=20, help_text='With fewer accounts in a group no churn rate is told for it.', validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(10000)], verbose_name='accounts needed to tell a churn rate')),
            ],
            options={
                'verbose_name': 'assumption of the value of keeping',
                'verbose_name_plural': 'assumptions of the value of keeping',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_retention_rule'), models.CheckConstraint(condition=models.Q(('discount_rate__gte', 0), ('discount_rate__lte', 1), ('min_accounts__gte', 5), django.db.models.lookups.LessThan(models.F('discount_rate'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='retention_rule_ranges')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Retained',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(choices=[('platinum', 'Platinum'), ('gold', 'Gold'), ('iron', 'Iron'), ('lead', 'Lead')], max_length=10, null=True, verbose_name='tier')),
                ('stayed', models.BooleanField(verbose_name='ordered in the last year')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='retained', to='accounts.account', verbose_name='account')),
            ],
            options={
                'verbose_name': 'customer of the year before the last',
                'verbose_name_plural': 'customers of the year before the last',
                'ordering': ['id'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Shard',
            fields=[
                ('first', models.BigIntegerField(primary_key=True, serialize=False)),
                ('last', models.BigIntegerField()),
                ('business_date', models.DateField()),
                ('window_months', models.PositiveSmallIntegerField()),
                ('zone', models.CharField(max_length=64)),
                ('cost_rates', models.CharField(max_length=32)),
                ('is_anew', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Summed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account_id', models.BigIntegerField()),
            ],
            options={
                'verbose_name': 'summed account',
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='MarketRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('opportunity_from', models.DecimalField(decimal_places=4, default='0.3', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='opportunity: market share from')),
                ('opportunity_to', models.DecimalField(decimal_places=4, default='0.4', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='opportunity: market share up to')),
                ('healthy_from', models.DecimalField(decimal_places=4, default='0.5', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='healthy: market share from')),
                ('reasonable_from', models.DecimalField(decimal_places=4, default='0.6', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='reasonable: market share from')),
                ('key_share', models.DecimalField(decimal_places=4, default='0.4', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name="key accounts' part of revenue")),
                ('leeway', models.DecimalField(decimal_places=4, default='0.05', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='leeway: clearly more, about')),
                ('key_growth', models.DecimalField(decimal_places=4, default='0.3', max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='expected growth of the key-account market a year')),
            ],
            options={
                'verbose_name': 'market rule',
                'verbose_name_plural': 'market rules',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_market_rule'), models.CheckConstraint(condition=models.Q(('opportunity_from__gte', 0), ('opportunity_from__lte', 1), ('opportunity_to__gte', 0), ('opportunity_to__lte', 1), ('healthy_from__gte', 0), ('healthy_from__lte', 1), ('reasonable_from__gte', 0), ('reasonable_from__lte', 1), ('key_share__gte', 0), ('key_share__lte', 1), ('leeway__gte', 0), ('leeway__lte', 1), ('key_growth__gte', 0), ('key_growth__lte', 1)), name='market_rule_shares'), models.CheckConstraint(condition=models.Q(('opportunity_to__gte', models.F('opportunity_from'))), name='market_rule_in_order')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='MarketShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=7, verbose_name='period')),
                ('first_day', models.DateField(editable=False)),
                ('last_day', models.DateField(editable=False)),
                ('market', models.CharField(choices=[('whole', 'Whole market'), ('key', 'Key-account market')], max_length=8, verbose_name='market')),
                ('share', models.DecimalField(decimal_places=4, max_digits=5, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='share')),
                ('source', models.CharField(blank=True, default='', max_length=200, verbose_name='source')),
                ('competitor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pipeline.competitor', verbose_name='competitor')),
            ],
            options={
                'verbose_name': 'market share',
                'verbose_name_plural': 'market shares',
                'ordering': ['-last_day', 'first_day', 'market', 'competitor'],
                'constraints': [models.UniqueConstraint(fields=('period', 'market', 'competitor'), name='market_share_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('share__gte', 0), ('share__lte', 1), django.db.models.lookups.LessThan(models.F('share'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='market_share_is_one')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ScoringRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('business_date', models.DateField(unique=True, verbose_name='business date')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='queued', max_length=8)),
                ('steps', models.JSONField(default=list, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('accounts', models.PositiveIntegerField(default=0)),
                ('starts', models.PositiveSmallIntegerField(default=0)),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('error', models.TextField(default='')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='scoring.tierpolicy')),
                ('is_published', models.BooleanField(default=False)),
                ('positive_profit', models.DecimalField(decimal_places=8, default=0, max_digits=30)),
                ('profit', models.DecimalField(decimal_places=8, default=0, max_digits=30)),
                ('rated', models.PositiveIntegerField(default=0)),
                ('judged_as_of', models.DateTimeField(null=True)),
                ('figures', models.JSONField(encoder=django.core.serializers.json.DjangoJSONEncoder, null=True)),
                ('planned', models.JSONField(default=list)),
            ],
            options={
                'verbose_name': 'nightly run',
                'verbose_name_plural': 'nightly runs',
                'ordering': ['-business_date'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='TierDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(blank=True, choices=[('platinum', 'Platinum'), ('gold', 'Gold'), ('iron', 'Iron'), ('lead', 'Lead')], default='', max_length=10)),
                ('computed_tier', models.CharField(blank=True, choices=[('platinum', 'Platinum'), ('gold', 'Gold'), ('iron', 'Iron'), ('lead', 'Lead')], default='', max_length=10)),
                ('previous_tier', models.CharField(blank=True, choices=[('platinum', 'Platinum'), ('gold', 'Gold'), ('iron', 'Iron'), ('lead', 'Lead')], default='', max_length=10)),
                ('rule', models.CharField(choices=[('no_entry', 'No ledger entry in the window'), ('loss', 'Profit is zero or negative'), ('slim_margin', 'Margin below the slim margin'), ('too_new', 'First order too short ago'), ('top_profit', 'Among the accounts that bring the first part of the profit'), ('loyal_profit', 'Brings profit steadily and is loyal'), ('not_loyal', 'Would be gold, but bought in too few months'), ('ordinary', 'Every other account'), ('key_account', 'Lifted one step as a key account'), ('buffered', 'Past the boundary by less than the buffer: stays'), ('pinned', 'Pinned by a manager')], max_length=16)),
                ('revenue', models.DecimalField(decimal_places=8, max_digits=30)),
                ('cost', models.DecimalField(decimal_places=8, max_digits=30)),
                ('cost_to_serve', models.DecimalField(decimal_places=8, max_digits=30)),
                ('profit', models.DecimalField(decimal_places=8, max_digits=30)),
                ('minutes', models.PositiveIntegerField(default=0)),
                ('entries', models.PositiveIntegerField(default=0)),
                ('active_months', models.PositiveSmallIntegerField(default=0)),
                ('months_past', django.contrib.postgres.fields.ArrayField(base_field=models.DateField(), default=list, size=None)),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='decisions', to='accounts.account')),
                ('computed_rule', models.CharField(choices=[('no_entry', 'No ledger entry in the window'), ('loss', 'Profit is zero or negative'), ('slim_margin', 'Margin below the slim margin'), ('too_new', 'First order too short ago'), ('top_profit', 'Among the accounts that bring the first part of the profit'), ('loyal_profit', 'Brings profit steadily and is loyal'), ('not_loyal', 'Would be gold, but bought in too few months'), ('ordinary', 'Every other account'), ('key_account', 'Lifted one step as a key account'), ('buffered', 'Past the boundary by less than the buffer: stays'), ('pinned', 'Pinned by a manager')], default='no_entry', max_length=16)),
                ('pin', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='scoring.tierpin')),
                ('valid_from', models.DateField()),
                ('valid_until', models.DateField(null=True)),
                ('order_profit', models.GeneratedField(db_persist=True, expression=models.Case(models.When(entries__gt=0, then=models.F('profit')), default=models.Value(Decimal('-1000000000000000000000'))), output_field=models.DecimalField(decimal_places=8, max_digits=30))),
                ('rebates', models.DecimalField(db_default=0, decimal_places=8, default=0, max_digits=30)),
                ('complaints', models.DecimalField(db_default=0, decimal_places=8, default=0, max_digits=30)),
                ('services', models.DecimalField(db_default=0, decimal_places=8, default=0, max_digits=30)),
            ],
            options={
                'ordering': ['account', '-valid_from'],
                'indexes': [models.Index(fields=['-order_profit', 'account'], include=('valid_from', 'valid_until'), name='decision_by_profit'), models.Index(condition=models.Q(('tier', models.F('previous_tier')), _negated=True), fields=['valid_from'], name='decision_that_moved')],
                'constraints': [models.UniqueConstraint(fields=('account', 'valid_from'), name='decision_from_a_night'), models.UniqueConstraint(condition=models.Q(('valid_until__isnull', True)), fields=('account',), name='one_standing_decision'), models.CheckConstraint(condition=models.Q(('valid_until__isnull', True), ('valid_until__gt', models.F('valid_from')), _connector='OR'), name='decision_lasts')],
            },
        ),
        migrations.CreateModel(
            name='AlertStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200, verbose_name='step')),
                ('text_zh', models.CharField(max_length=200, verbose_name='step in Chinese')),
                ('done_at', models.DateTimeField(null=True)),
                ('alert', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='scoring.alert')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'step of an alert',
                'verbose_name_plural': 'steps of alerts',
                'ordering': ['alert', 'position'],
                'constraints': [models.UniqueConstraint(fields=('alert', 'position'), name='alert_step_position')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ChurnPrediction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('risk', models.DecimalField(decimal_places=4, max_digits=5, verbose_name='risk')),
                ('orders', models.PositiveIntegerField(verbose_name='orders')),
                ('first_order', models.DateField(verbose_name='first order')),
                ('last_order', models.DateField(verbose_name='last order')),
                ('revenue', models.DecimalField(decimal_places=8, max_digits=30, verbose_name='revenue')),
                ('profit', models.DecimalField(decimal_places=8, max_digits=30, null=True, verbose_name='profit')),
                ('at_stake', models.DecimalField(decimal_places=8, default=0, max_digits=30, verbose_name='profit at risk')),
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='churn', to='accounts.account', verbose_name='account')),
                ('fit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='scoring.churnfit')),
            ],
            options={
                'verbose_name': 'churn prediction',
                'verbose_name_plural': 'churn predictions',
                'ordering': ['-risk', '-id'],
                'indexes': [models.Index(fields=['risk', 'id'], name='churn_by_risk'), models.Index(fields=['at_stake', 'id'], name='churn_by_stake')],
                'constraints': [models.CheckConstraint(condition=models.Q(('risk__gte', 0), ('risk__lte', 1)), name='churn_risk_share')],
            },
        ),
        migrations.CreateModel(
            name='PlaybookStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200, verbose_name='step')),
                ('text_zh', models.CharField(max_length=200, verbose_name='step in Chinese')),
                ('playbook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='scoring.playbook')),
            ],
            options={
                'ordering': ['playbook', 'position'],
                'constraints': [models.UniqueConstraint(fields=('playbook', 'position'), name='playbook_step_position')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Basis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='scoring.scoringrun')),
            ],
            options={
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='Ladder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('least', models.DecimalField(decimal_places=8, max_digits=30)),
                ('accounts', models.PositiveIntegerField()),
                ('profit', models.DecimalField(decimal_places=8, max_digits=30)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ladder', to='scoring.scoringrun')),
            ],
            options={
                'ordering': ['run', 'number'],
                'indexes': [models.Index(fields=['run', 'least'], include=('accounts', 'profit'), name='ladder_of_a_night')],
                'constraints': [models.UniqueConstraint(fields=('run', 'number'), name='ladder_step')],
            },
        ),
        migrations.CreateModel(
            name='NightShard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first', models.BigIntegerField()),
                ('last', models.BigIntegerField()),
                ('worker', models.CharField(default='', max_length=120)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('seconds', models.FloatField(default=0)),
                ('rows', models.PositiveIntegerField(default=0)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shards', to='scoring.scoringrun')),
            ],
            options={
                'verbose_name': 'shard of a night',
                'constraints': [models.UniqueConstraint(fields=('run', 'first'), name='shard_of_a_night')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='WhatIf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('queued', 'queued'), ('running', 'running'), ('done', 'done'), ('failed', 'failed')], default='queued', max_length=8)),
                ('done', models.PositiveSmallIntegerField(default=0)),
                ('planned', models.PositiveSmallIntegerField(default=0)),
                ('moved', models.PositiveIntegerField(default=0, verbose_name='accounts that would move')),
                ('seconds', models.FloatField(default=0, verbose_name='seconds')),
                ('requested_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('judged_at', models.DateTimeField(null=True)),
                ('error', models.TextField(default='')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='what_ifs', to='scoring.tierpolicy')),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='scoring.scoringrun')),
            ],
            options={
                'verbose_name': 'what-if',
                'verbose_name_plural': 'what-ifs',
                'ordering': ['-run__business_date'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('policy', 'run'), name='one_what_if_a_night')],
            },
        ),
        migrations.CreateModel(
            name='WhatIfMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('before', models.CharField(blank=True, choices=[('platinum', 'Platinum'), ('gold', 'Gold'), ('iron', 'Iron'), ('lead', 'Lead')], max_length=10)),
                ('after', models.CharField(blank=True, choices=[('platinum', 'Platinum'), ('gold', 'Gold'), ('iron', 'Iron'), ('lead', 'Lead')], max_length=10)),
                ('rule', models.CharField(choices=[('no_entry', 'No ledger entry in the window'), ('loss', 'Profit is zero or negative'), ('slim_margin', 'Margin below the slim margin'), ('too_new', 'First order too short ago'), ('top_profit', 'Among the accounts that bring the first part of the profit'), ('loyal_profit', 'Brings profit steadily and is loyal'), ('not_loyal', 'Would be gold, but bought in too few months'), ('ordinary', 'Every other account'), ('key_account', 'Lifted one step as a key account'), ('buffered', 'Past the boundary by less than the buffer: stays'), ('pinned', 'Pinned by a manager')], max_length=16)),
                ('computed_rule', models.CharField(choices=[('no_entry', 'No ledger entry in the window'), ('loss', 'Profit is zero or negative'), ('slim_margin', 'Margin below the slim margin'), ('too_new', 'First order too short ago'), ('top_profit', 'Among the accounts that bring the first part of the profit'), ('loyal_profit', 'Brings profit steadily and is loyal'), ('not_loyal', 'Would be gold, but bought in too few months'), ('ordinary', 'Every other account'), ('key_account', 'Lifted one step as a key account'), ('buffered', 'Past the boundary by less than the buffer: stays'), ('pinned', 'Pinned by a manager')], max_length=16)),
                ('profit', models.DecimalField(decimal_places=8, max_digits=30)),
                ('minutes', models.PositiveIntegerField()),
                ('visits', models.PositiveIntegerField()),
                ('profit_then', models.DecimalField(decimal_places=8, max_digits=30)),
                ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='what_if_moves', to='accounts.account', verbose_name='account')),
                ('what_if', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='scoring.whatif')),
            ],
            options={
                'verbose_name': 'account that would move',
                'verbose_name_plural': 'accounts that would move',
                'ordering': ['-profit', 'account'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('what_if', 'account'), name='one_move_an_account'), models.CheckConstraint(condition=models.Q(django.db.models.lookups.LessThan(models.F('profit'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('profit_then'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='what_if_move_amounts')],
            },
        ),
        migrations.RunSQL(TOUCH_SUMS, NO_TOUCH_SUMS),
        migrations.RunSQL(TOUCH_ALERTS, NO_TOUCH_ALERTS),
        # Each night updates some of its rows: with room on their pages that touches no index.
        migrations.RunSQL(
            "ALTER TABLE scoring_standing SET (fillfactor = 70)", "ALTER TABLE scoring_standing RESET (fillfactor)"
        ),
        # What can be made anew needs no journal: after a crash of the server all of it is empty together, and the next
        # night begins from nothing.
        migrations.RunSQL(
            [f"ALTER TABLE {table} SET UNLOGGED" for table in KEPT],
            [f"ALTER TABLE {table} SET LOGGED" for table in KEPT],
        ),
    ]

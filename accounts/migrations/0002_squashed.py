"""All of what an installation made before this file has applied one by one (`replaces`): it has nothing to do here."""

import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import django.db.models.lookups
import django.utils.timezone
import foundation.clock
import foundation.search
from django.conf import settings
from django.db import migrations, models


# What is due, said once. Inlined where it is called: LANGUAGE sql, one SELECT, nothing volatile.
DUE_ON = """
CREATE FUNCTION accounts_due_on(
    last_visit_on date, created_at timestamptz, stage text, archived_at timestamptz, days integer, zone text
) RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN archived_at IS NULL AND stage <> 'filtered' AND days IS NOT NULL
        THEN COALESCE(last_visit_on, (created_at AT TIME ZONE COALESCE(zone, 'UTC'))::date) + days
        ELSE '9999-12-31'
    END
$$
"""

# New accounts once a statement; a changed one once a row, and only where something changed that it follows from: a night
# that publishes risks wakes none of them.
TRIGGERS = """
CREATE FUNCTION accounts_due_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO accounts_visitdue (account_id, due_on)
    SELECT made.id, accounts_due_on(
        made.last_visit_on, made.created_at, made.stage, made.archived_at, cadence.days, company.timezone
    )
    FROM made
    LEFT JOIN accounts_cadence AS cadence ON cadence.tier = made.tier
    LEFT JOIN teams_company AS company ON TRUE;
    RETURN NULL;
END $$;
CREATE FUNCTION accounts_due_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE accounts_visitdue
    SET due_on = accounts_due_on(
        NEW.last_visit_on, NEW.created_at, NEW.stage, NEW.archived_at,
        (SELECT days FROM accounts_cadence WHERE tier = NEW.tier), (SELECT timezone FROM teams_company)
    )
    WHERE account_id = NEW.id;
    RETURN NULL;
END $$;
CREATE FUNCTION accounts_due_cadence() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed text := CASE TG_OP WHEN 'DELETE' THEN OLD.tier ELSE NEW.tier END;
BEGIN
    UPDATE accounts_visitdue AS due
    SET due_on = accounts_due_on(
        account.last_visit_on, account.created_at, account.stage, account.archived_at, cadence.days, company.timezone
    )
    FROM accounts_account AS account
    LEFT JOIN accounts_cadence AS cadence ON cadence.tier = account.tier
    LEFT JOIN teams_company AS company ON TRUE
    WHERE account.tier = changed AND account.id = due.account_id;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_due_made AFTER INSERT ON accounts_account
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION accounts_due_made();
CREATE TRIGGER accounts_due_moved
    AFTER UPDATE OF last_visit_on, created_at, stage, archived_at, tier ON accounts_account
    FOR EACH ROW WHEN (
        (OLD.last_visit_on, OLD.created_at, OLD.stage, OLD.archived_at, OLD.tier)
        IS DISTINCT FROM (NEW.last_visit_on, NEW.created_at, NEW.stage, NEW.archived_at, NEW.tier)
    ) EXECUTE FUNCTION accounts_due_moved();
CREATE TRIGGER accounts_due_cadence AFTER INSERT OR DELETE OR UPDATE OF days ON accounts_cadence
    FOR EACH ROW EXECUTE FUNCTION accounts_due_cadence();
"""
NO_TRIGGERS = """
DROP FUNCTION accounts_due_made CASCADE;
DROP FUNCTION accounts_due_moved CASCADE;
DROP FUNCTION accounts_due_cadence CASCADE;
"""


class Migration(migrations.Migration):

    replaces = [('accounts', '0002_initial'), ('accounts', '0003_initial'), ('accounts', '0004_owner_since_and_versioned_cadence'), ('accounts', '0005_room_for_published_columns'), ('accounts', '0006_visit_moment'), ('accounts', '0007_tier_stands_in_no_index'), ('accounts', '0008_visit_due')]

    initial = True

    dependencies = [
        ('accounts', '0001_search_grams'),
        ('teams', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('shared_with', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, editable=False, size=None, verbose_name='shared with teams')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('sort_key', models.CharField(editable=False, max_length=200)),
                ('search_text', models.TextField(editable=False)),
                ('external_id', models.CharField(blank=True, default='', max_length=80, verbose_name='external id')),
                ('industry', models.CharField(blank=True, default='', max_length=80, verbose_name='industry')),
                ('nature', models.CharField(blank=True, choices=[('private', 'Private'), ('state', 'State-owned'), ('foreign', 'Foreign'), ('listed', 'Listed'), ('government', 'Government'), ('joint_venture', 'Joint venture')], default='', max_length=20, verbose_name='nature')),
                ('kind', models.CharField(blank=True, choices=[('giant', 'Industry giant'), ('growing', 'Growing'), ('top_500', 'Top 500'), ('well_known', 'Well known')], default='', max_length=20, verbose_name='kind')),
                ('territory', models.CharField(blank=True, default='', max_length=80, verbose_name='territory')),
                ('stage', models.CharField(choices=[('potential', 'Potential'), ('filtered', 'Filtered out'), ('probable', 'Probable'), ('ordinary', 'Ordinary'), ('key', 'Key'), ('closed', 'Closed')], default='potential', max_length=12, verbose_name='customer funnel')),
                ('filtered_reason', models.CharField(blank=True, default='', max_length=200, verbose_name='why it was filtered out')),
                ('website', models.CharField(blank=True, default='', max_length=200, verbose_name='website')),
                ('phone', models.CharField(blank=True, default='', max_length=40, verbose_name='phone')),
                ('address', models.CharField(blank=True, default='', max_length=300, verbose_name='address')),
                ('notes', models.TextField(blank=True, default='', verbose_name='notes')),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived')),
                ('last_visit_on', models.DateField(editable=False, null=True, verbose_name='last visit')),
                ('next_step', models.CharField(blank=True, default='', editable=False, max_length=200, verbose_name='next step')),
                ('next_step_on', models.DateField(editable=False, null=True, verbose_name='next step due')),
                ('tier', models.CharField(blank=True, choices=[('platinum', 'Platinum'), ('gold', 'Gold'), ('iron', 'Iron'), ('lead', 'Lead')], default='', editable=False, max_length=10, verbose_name='tier')),
                ('tier_since', models.DateField(editable=False, null=True, verbose_name='tier since')),
                ('churn_risk', models.DecimalField(decimal_places=4, editable=False, max_digits=5, null=True, verbose_name='churn risk')),
                ('scored_at', models.DateField(editable=False, null=True, verbose_name='scored')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='accounts.account', verbose_name='parent company')),
                ('team', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='teams.team', verbose_name='team')),
                ('owner_since', models.DateField(default=foundation.clock.today, editable=False, verbose_name='owner since')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'ordering': ['sort_key', 'id'],
                'abstract': False,
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['shared_with'], name='account_shared_with'), models.Index(fields=['sort_key', 'id'], name='account_by_name'), models.Index(fields=['owner', 'sort_key', 'id'], name='account_owner_name'), models.Index(fields=['team', 'sort_key', 'id'], name='account_team_name'), django.contrib.postgres.indexes.GinIndex(foundation.search.SearchGrams(models.F('search_text')), name='account_search'), models.Index(django.db.models.functions.comparison.Coalesce(models.F('last_visit_on'), models.Value(datetime.date(1, 1, 1), models.DateField())), models.F('id'), name='account_last_visit'), models.Index(condition=models.Q(('archived_at__isnull', True), ('next_step_on__isnull', True)), fields=['sort_key', 'id'], name='account_no_step')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='account_external_id'), models.CheckConstraint(condition=models.Q(('churn_risk__isnull', True), models.Q(('churn_risk__gte', 0), ('churn_risk__lte', 1)), _connector='OR'), name='account_churn_risk_share'), models.CheckConstraint(condition=models.Q(('parent__isnull', True), models.Q(('parent', models.F('id')), _negated=True), _connector='OR'), name='account_not_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='Cadence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('tier', models.CharField(blank=True, choices=[('platinum', 'Platinum'), ('gold', 'Gold'), ('iron', 'Iron'), ('lead', 'Lead')], default='', max_length=10, unique=True, verbose_name='tier')),
                ('days', models.PositiveSmallIntegerField(verbose_name='days between visits')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'visit cadence',
                'verbose_name_plural': 'visit cadences',
                'indexes': [],
                'constraints': [models.CheckConstraint(condition=models.Q(('days__gte', 1)), name='cadence_days')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(blank=True, default='', max_length=1000)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('user', 'page', 'name'), name='saved_view_name')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('sort_key', models.CharField(editable=False, max_length=200)),
                ('search_text', models.TextField(editable=False)),
                ('external_id', models.CharField(blank=True, default='', max_length=80, verbose_name='external id')),
                ('title', models.CharField(blank=True, default='', max_length=120, verbose_name='position')),
                ('department', models.CharField(blank=True, default='', max_length=120, verbose_name='department')),
                ('email', models.EmailField(blank=True, default='', max_length=254, verbose_name='email')),
                ('phone', models.CharField(blank=True, default='', max_length=40, verbose_name='phone')),
                ('wechat', models.CharField(blank=True, default='', max_length=60, verbose_name='WeChat')),
                ('preferred_channel', models.CharField(blank=True, choices=[('in_person', 'In person'), ('phone', 'Phone'), ('wechat', 'WeChat'), ('video', 'Video'), ('email', 'Email'), ('sms', 'SMS'), ('letter', 'Letter'), ('referral', 'Referral')], default='', max_length=12, verbose_name='preferred channel')),
                ('notes', models.TextField(blank=True, default='', verbose_name='notes')),
                ('last_met_on', models.DateField(editable=False, null=True, verbose_name='last met')),
                ('archived_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='archived')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='accounts.account', verbose_name='account')),
                ('reports_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to='accounts.contact', verbose_name='reports to')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['sort_key', 'id'],
                'indexes': [models.Index(fields=['sort_key', 'id'], name='contact_by_name'), django.contrib.postgres.indexes.GinIndex(foundation.search.SearchGrams(models.F('search_text')), name='contact_search')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='contact_external_id'), models.CheckConstraint(condition=models.Q(('reports_to__isnull', True), models.Q(('reports_to', models.F('id')), _negated=True), _connector='OR'), name='contact_not_own_superior')],
            },
        ),
        migrations.CreateModel(
            name='VisitDue',
            fields=[
                ('account', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='visit_due', serialize=False, to='accounts.account')),
                ('due_on', models.DateField(default=datetime.date(9999, 12, 31))),
            ],
            options={
                'indexes': [models.Index(fields=['due_on', 'account'], name='visit_due_day')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='ContactRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('decision_maker', 'Decision-maker'), ('user', 'User'), ('purchaser', 'Purchaser'), ('interface', 'Interface person')], max_length=16, verbose_name='role')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contact_roles', to='accounts.account')),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='accounts.contact')),
            ],
            options={
                'indexes': [],
                'constraints': [models.UniqueConstraint(fields=('account', 'contact', 'role'), name='contact_role_once')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('logged', 'Logged'), ('cancelled', 'Cancelled')], default='logged', max_length=10, verbose_name='state')),
                ('starts_at', models.DateTimeField(verbose_name='when')),
                ('minutes', models.PositiveSmallIntegerField(default=30, verbose_name='minutes')),
                ('channel', models.CharField(choices=[('in_person', 'In person'), ('phone', 'Phone'), ('wechat', 'WeChat'), ('video', 'Video'), ('email', 'Email'), ('sms', 'SMS'), ('letter', 'Letter'), ('referral', 'Referral')], default='in_person', max_length=12, verbose_name='channel')),
                ('purpose', models.CharField(blank=True, default='', max_length=200, verbose_name='purpose')),
                ('summary', models.TextField(blank=True, default='', verbose_name='what was said')),
                ('outcome', models.CharField(blank=True, choices=[('advanced', 'Moved forward'), ('steady', 'As before'), ('setback', 'Setback'), ('not_met', 'Nobody met')], default='', max_length=10, verbose_name='outcome')),
                ('next_step', models.CharField(blank=True, default='', max_length=200, verbose_name='next step')),
                ('next_step_on', models.DateField(blank=True, null=True, verbose_name='by when')),
                ('next_step_done_at', models.DateTimeField(editable=False, null=True)),
                ('expenses', models.DecimalField(decimal_places=2, default=0, max_digits=18, verbose_name='expenses')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('rate', models.DecimalField(decimal_places=8, default=1, editable=False, max_digits=18)),
                ('expenses_base', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(models.F('expenses'), '*', models.F('rate')), output_field=models.DecimalField(decimal_places=8, max_digits=30))),
                ('external_id', models.CharField(blank=True, default='', max_length=80, verbose_name='external id')),
                ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='accounts.account', verbose_name='account')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('contacts', models.ManyToManyField(blank=True, related_name='visits', to='accounts.contact', verbose_name='whom')),
            ],
            options={
                'verbose_name': 'visit',
                'verbose_name_plural': 'visits',
                'ordering': ['-starts_at', '-id'],
                'indexes': [models.Index(fields=['account', '-starts_at'], name='visit_account_time'), models.Index(fields=['by', 'starts_at'], name='visit_person_time'), models.Index(fields=['starts_at'], name='visit_time'), models.Index(condition=models.Q(('next_step_done_at__isnull', True), ('next_step_on__isnull', False)), fields=['account', 'next_step_on'], name='visit_open_step')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='visit_external_id'), models.CheckConstraint(condition=models.Q(('expenses__gte', 0), ('rate__gt', 0), django.db.models.lookups.LessThan(models.F('expenses'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField())), django.db.models.lookups.LessThan(models.F('rate'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='visit_expenses'), models.CheckConstraint(condition=models.Q(('minutes__lte', 1440)), name='visit_minutes_of_a_day'), models.CheckConstraint(condition=models.Q(('starts_at__gte', datetime.datetime(1970, 1, 1, 0, 0, tzinfo=datetime.timezone.utc)), ('starts_at__lte', datetime.datetime(2099, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), name='visit_moment')],
            },
        ),
        # The night changes tier and risk of many accounts, and indexes only the tier. With room on the page such an update
        # leaves all other indexes alone: 0.13 ms a row instead of 1.1 (200,000 accounts).
        migrations.RunSQL(
            "ALTER TABLE accounts_account SET (fillfactor = 70)", "ALTER TABLE accounts_account RESET (fillfactor)"
        ),
        migrations.RunSQL(DUE_ON, "DROP FUNCTION accounts_due_on"),
        migrations.RunSQL(TRIGGERS, NO_TRIGGERS),
    ]

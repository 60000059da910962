import django.contrib.postgres.fields
import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

# What an account may be recognised by. Names without width, case, punctuation and the words of companies' legal forms;
# codes without separators; the last nine digits of a telephone number, which leave out how the country was written.
KEYS_OF = r"""
CREATE FUNCTION accounts_name_key(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH folded AS (
        SELECT btrim(regexp_replace(
            lower(normalize(name, NFKC)), '[][\s!-/:-@^_`{|}~·、。《》「」]+', ' ', 'g'
        )) AS words
    ),
    bare AS (
        SELECT words, replace(regexp_replace(
            words,
            '( (incorporated|inc|llc|ltd|limited|co|corp|corporation|company|gmbh|ag|se|kg|kgaa|bv|nv|sa|sas|sarl|srl|'
            'spa|plc|pte|pty|group|holding|holdings|oy|ab|as|kk))+$',
            ''
        ), ' ', '') AS latin
        FROM folded
    )
    SELECT COALESCE(
        NULLIF(regexp_replace(latin, '(股份|有限|责任|責任|总公司|總公司|分公司|公司|集团|集團|控股)+$', ''), ''),
        replace(words, ' ', '')
    )
    FROM bare
$$;
CREATE FUNCTION accounts_host_key(address text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT regexp_replace(
        split_part(split_part(regexp_replace(lower(address), '^[a-z]+://', ''), '/', 1), ':', 1), '^www\d?\.', ''
    )
$$;
CREATE FUNCTION accounts_mail_key(email text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT host
    FROM (SELECT lower(split_part(email, '@', 2)) AS host) AS mail
    WHERE host <> '' AND host NOT IN (
        '126.com', '139.com', '163.com', 'aliyun.com', 'foxmail.com', 'gmail.com', 'gmx.de', 'gmx.net', 'hotmail.com',
        'icloud.com', 'live.com', 'outlook.com', 'proton.me', 'qq.com', 'sina.cn', 'sina.com', 'sohu.com', 'web.de',
        'yahoo.com', 'yeah.net'
    )
$$;
CREATE FUNCTION accounts_own_keys(name text, external_id text, phone text, website text)
RETURNS SETOF text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT 'n:' || named FROM accounts_name_key(name) AS named WHERE length(named) > 1
    UNION
    SELECT 'x:' || code
    FROM regexp_replace(lower(normalize(external_id, NFKC)), '[^a-z0-9]', '', 'g') AS code WHERE length(code) > 3
    UNION
    SELECT 'p:' || right(digits, 9)
    FROM regexp_replace(normalize(phone, NFKC), '[^0-9]', '', 'g') AS digits WHERE length(digits) > 6
    UNION
    SELECT 'd:' || host FROM accounts_host_key(website) AS host WHERE host LIKE '%.%'
$$;
"""
# New rows once a statement; a changed one once a row and only where a key could be another one: a night that publishes
# tiers wakes none of these. What is archived (and so what is merged) has no keys.
KEYS_KEPT = """
CREATE FUNCTION accounts_keys_renew(number bigint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM accounts_matchkey WHERE account_id = number;
    INSERT INTO accounts_matchkey (account_id, key)
    SELECT account.id, key
    FROM accounts_account AS account
    CROSS JOIN LATERAL (
        SELECT key
        FROM accounts_own_keys(account.name, account.external_id, account.phone, account.website) AS key
        UNION
        SELECT 'd:' || accounts_mail_key(contact.email)
        FROM accounts_contact AS contact
        WHERE contact.account_id = account.id AND contact.email <> ''
    ) AS found
    WHERE account.id = number AND account.archived_at IS NULL AND key IS NOT NULL;
$$;
CREATE FUNCTION accounts_keys_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO accounts_matchkey (account_id, key)
    SELECT made.id, key
    FROM made
    CROSS JOIN LATERAL accounts_own_keys(made.name, made.external_id, made.phone, made.website) AS key
    WHERE made.archived_at IS NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE FUNCTION accounts_keys_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_keys_renew(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION accounts_keys_met() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO accounts_matchkey (account_id, key)
    SELECT DISTINCT account.id, 'd:' || accounts_mail_key(made.email)
    FROM made
    JOIN accounts_account AS account ON account.id = made.account_id
    WHERE account.archived_at IS NULL AND accounts_mail_key(made.email) IS NOT NULL
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE FUNCTION accounts_keys_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM accounts_keys_renew(NEW.account_id);
    IF OLD.account_id <> NEW.account_id THEN
        PERFORM accounts_keys_renew(OLD.account_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER accounts_keys_made AFTER INSERT ON accounts_account
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION accounts_keys_made();
CREATE TRIGGER accounts_keys_changed AFTER UPDATE OF name, external_id, phone, website, archived_at ON accounts_account
    FOR EACH ROW WHEN (
        (OLD.name, OLD.external_id, OLD.phone, OLD.website, OLD.archived_at IS NULL)
        IS DISTINCT FROM (NEW.name, NEW.external_id, NEW.phone, NEW.website, NEW.archived_at IS NULL)
    ) EXECUTE FUNCTION accounts_keys_changed();
CREATE TRIGGER accounts_keys_met AFTER INSERT ON accounts_contact
    REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION accounts_keys_met();
CREATE TRIGGER accounts_keys_moved AFTER UPDATE OF email, account_id ON accounts_contact
    FOR EACH ROW WHEN (
        (NEW.email <> '' OR OLD.email <> '') AND (OLD.email, OLD.account_id) IS DISTINCT FROM (NEW.email, NEW.account_id)
    ) EXECUTE FUNCTION accounts_keys_moved();
"""
# For the accounts there are.
KEYS_FILLED = """
INSERT INTO accounts_matchkey (account_id, key)
SELECT account.id, key
FROM accounts_account AS account
CROSS JOIN LATERAL accounts_own_keys(account.name, account.external_id, account.phone, account.website) AS key
WHERE account.archived_at IS NULL
UNION
SELECT contact.account_id, 'd:' || accounts_mail_key(contact.email)
FROM accounts_contact AS contact
JOIN accounts_account AS account ON account.id = contact.account_id
WHERE account.archived_at IS NULL AND accounts_mail_key(contact.email) IS NOT NULL;
"""
NO_KEYS = """
DROP FUNCTION accounts_keys_made CASCADE;
DROP FUNCTION accounts_keys_changed CASCADE;
DROP FUNCTION accounts_keys_met CASCADE;
DROP FUNCTION accounts_keys_moved CASCADE;
DROP FUNCTION accounts_keys_renew CASCADE;
DROP FUNCTION accounts_own_keys CASCADE;
DROP FUNCTION accounts_mail_key CASCADE;
DROP FUNCTION accounts_host_key CASCADE;
DROP FUNCTION accounts_name_key CASCADE;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_published_profit'),
        ('teams', '0002_subscriptions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LikePair',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reasons', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=1), size=None, verbose_name='what they have in common')),
                ('weight', models.PositiveSmallIntegerField(verbose_name='how alike')),
            ],
            options={
                'verbose_name': 'possible duplicate',
                'verbose_name_plural': 'possible duplicates',
                'ordering': ['-weight', 'id'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MatchKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=210)),
            ],
            options={
                'verbose_name': 'key of an account',
                'verbose_name_plural': 'keys of accounts',
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('undo_until', models.DateTimeField(verbose_name='can be undone until')),
                ('changes', models.JSONField(default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
                ('external_id', models.CharField(blank=True, default='', max_length=80)),
                ('undone_at', models.DateTimeField(null=True, verbose_name='undone')),
            ],
            options={
                'verbose_name': 'merge of accounts',
                'verbose_name_plural': 'merges of accounts',
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='MergedRows',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('relation', models.CharField(max_length=80)),
                ('from_id', models.BigIntegerField()),
                ('to_id', models.BigIntegerField()),
                ('ids', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('aside', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='MergeRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('undo_days', models.PositiveSmallIntegerField(default=30, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='days in which a merge can be undone')),
            ],
            options={
                'verbose_name': 'rule of merging',
                'verbose_name_plural': 'rules of merging',
            },
        ),
        migrations.CreateModel(
            name='TwoAccounts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
            ],
            options={
                'verbose_name': 'pair of different accounts',
                'verbose_name_plural': 'pairs of different accounts',
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='account',
            name='merged_into',
            field=models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account', verbose_name='merged into'),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='account_merged'),
        ),
        migrations.AddConstraint(
            model_name='account',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), ('archived_at__isnull', False), _connector='OR'), name='account_merged_is_archived'),
        ),
        migrations.AddField(
            model_name='likepair',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account', verbose_name='account'),
        ),
        migrations.AddField(
            model_name='likepair',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account', verbose_name='account'),
        ),
        migrations.AddField(
            model_name='matchkey',
            name='account',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account'),
        ),
        migrations.AddField(
            model_name='merge',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='merged by'),
        ),
        migrations.AddField(
            model_name='merge',
            name='merged',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account', verbose_name='merged account'),
        ),
        migrations.AddField(
            model_name='merge',
            name='survivor',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='accounts.account', verbose_name='account that stays'),
        ),
        migrations.AddField(
            model_name='merge',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='undone by'),
        ),
        migrations.AddField(
            model_name='mergedrows',
            name='merge',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moved', to='accounts.merge'),
        ),
        migrations.AddConstraint(
            model_name='mergerule',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='one_merge_rule'),
        ),
        migrations.AddConstraint(
            model_name='mergerule',
            constraint=models.CheckConstraint(condition=models.Q(('undo_days__range', (1, 365))), name='merge_rule_days'),
        ),
        migrations.AddField(
            model_name='twoaccounts',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='said by'),
        ),
        migrations.AddField(
            model_name='twoaccounts',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account', verbose_name='account'),
        ),
        migrations.AddField(
            model_name='twoaccounts',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.account', verbose_name='account'),
        ),
        migrations.AddIndex(
            model_name='likepair',
            index=models.Index(fields=['-weight', 'id'], name='like_pair_weight'),
        ),
        migrations.AddConstraint(
            model_name='likepair',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='likepair_once'),
        ),
        migrations.AddConstraint(
            model_name='likepair',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='likepair_in_order'),
        ),
        migrations.AddIndex(
            model_name='matchkey',
            index=models.Index(fields=['key', 'account'], name='match_key'),
        ),
        migrations.AddConstraint(
            model_name='matchkey',
            constraint=models.UniqueConstraint(fields=('account', 'key'), name='match_key_once'),
        ),
        migrations.AddIndex(
            model_name='merge',
            index=models.Index(fields=['survivor', '-id'], name='merge_survivor'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at__isnull', True)), fields=('merged',), name='merged_once'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('survivor', models.F('merged')), _negated=True), name='merge_of_two'),
        ),
        migrations.AddConstraint(
            model_name='twoaccounts',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='twoaccounts_once'),
        ),
        migrations.AddConstraint(
            model_name='twoaccounts',
            constraint=models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='twoaccounts_in_order'),
        ),
        migrations.RunSQL(KEYS_OF + KEYS_KEPT + KEYS_FILLED, NO_KEYS),
    ]

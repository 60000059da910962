"""All of what an installation made before this file has applied one by one (`replaces`): it has nothing to do here."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.lookups
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('teams', '0001_initial'), ('teams', '0002_versions'), ('teams', '0003_digests')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Company',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('base_currency', models.CharField(default='CNY', max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}\\Z', 'Three capital letters, for example CNY.')], verbose_name='base currency')),
                ('timezone', models.CharField(default='Asia/Shanghai', max_length=64, verbose_name='time zone')),
                ('night_hour', models.PositiveSmallIntegerField(default=2, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(23)], verbose_name='hour of the nightly run')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'company',
                'verbose_name_plural': 'company',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_company')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='ExchangeRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('currency', models.CharField(max_length=3, validators=[django.core.validators.RegexValidator('^[A-Z]{3}\\Z', 'Three capital letters, for example CNY.')], verbose_name='currency')),
                ('date', models.DateField(verbose_name='from')),
                ('rate', models.DecimalField(decimal_places=8, max_digits=18, verbose_name='rate to the base currency')),
            ],
            options={
                'verbose_name': 'exchange rate',
                'verbose_name_plural': 'exchange rates',
                'ordering': ['currency', '-date'],
                'constraints': [models.UniqueConstraint(fields=('currency', 'date'), name='exchange_rate_day'), models.CheckConstraint(condition=models.Q(('rate__gt', 0), django.db.models.lookups.LessThan(models.F('rate'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='exchange_rate_positive')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='Team',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('path', models.CharField(editable=False, max_length=255, unique=True)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='teams.team', verbose_name='above it')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'team',
                'verbose_name_plural': 'teams',
                'ordering': ['path'],
                'indexes': [models.Index(fields=['path'], name='team_path_prefix')],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='email')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('role', models.CharField(choices=[('rep', 'Sales rep'), ('manager', 'Manager'), ('director', 'Director'), ('admin', 'Administrator'), ('integration', 'Integration')], default='rep', max_length=12, verbose_name='role')),
                ('language', models.CharField(blank=True, default='', max_length=10, verbose_name='language')),
                ('timezone', models.CharField(blank=True, default='', max_length=64, verbose_name='time zone')),
                ('theme', models.CharField(blank=True, default='', max_length=5, verbose_name='theme')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='teams.team', verbose_name='team')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['name', 'id'],
                'indexes': [],
                'constraints': [],
            },
        ),
        migrations.CreateModel(
            name='CostRate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(verbose_name='from')),
                ('hourly', models.DecimalField(decimal_places=2, max_digits=18, verbose_name='cost per hour')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'cost rate',
                'verbose_name_plural': 'cost rates',
                'ordering': ['user', '-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('user', 'valid_from'), name='cost_rate_day', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('hourly__gte', 0), django.db.models.lookups.LessThan(models.F('hourly'), django.db.models.functions.comparison.Cast(models.Value('NaN'), models.FloatField()))), name='cost_rate_amount')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='DigestDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=20, verbose_name='kind')),
                ('day', models.DateField(verbose_name='day')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('empty', 'nothing to tell'), ('missed', 'missed'), ('failed', 'failed')], default='waiting', max_length=8, verbose_name='state')),
                ('asked_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('error', models.CharField(blank=True, default='', max_length=300)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'digest',
                'verbose_name_plural': 'digests',
                'ordering': ['-day', '-id'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['day'], name='digest_waiting')],
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'day'), name='one_digest_a_day')],
            },
        ),
        migrations.CreateModel(
            name='DigestWish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SlugField(max_length=20, verbose_name='kind')),
                ('is_on', models.BooleanField(default=False, verbose_name='wanted')),
                ('hour', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='hour')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digest_wishes', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'verbose_name': 'wish for a digest',
                'verbose_name_plural': 'wishes for digests',
                'constraints': [models.UniqueConstraint(fields=('user', 'kind'), name='one_wish_a_kind'), models.CheckConstraint(condition=models.Q(('hour__lte', 23)), name='digest_hour')],
                'indexes': [],
            },
        ),
    ]

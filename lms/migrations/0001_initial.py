import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('slug', models.SlugField(unique=True)),
                ('country', models.CharField(choices=[('no', 'Norway'), ('dk', 'Denmark')], max_length=2, verbose_name='country')),
                ('legal_profile', models.CharField(choices=[('no_municipality', 'Norwegian municipality'), ('no_ngo', 'Norwegian organisation'), ('dk_municipality', 'Danish municipality'), ('dk_ngo', 'Danish organisation')], max_length=20, verbose_name='legal profile')),
                ('language', models.CharField(choices=[('nb', 'Norsk bokmål'), ('da', 'Dansk'), ('en', 'English')], default='nb', max_length=2, verbose_name='language')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='contact')),
                ('quick_exit_url', models.URLField(default='https://www.yr.no/', verbose_name='where quick exit leads')),
                ('time_zone', models.CharField(default='Europe/Oslo', max_length=40, verbose_name='time zone')),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail')),
                ('alias', models.CharField(blank=True, max_length=30, verbose_name='alias')),
                ('legal_name', models.CharField(blank=True, max_length=120, verbose_name='full name')),
                ('language', models.CharField(choices=[('nb', 'Norsk bokmål'), ('da', 'Dansk'), ('en', 'English')], default='nb', max_length=2, verbose_name='language')),
                ('time_zone', models.CharField(default='Europe/Oslo', max_length=40, verbose_name='time zone')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('actor', models.BigIntegerField(null=True)),
                ('deed', models.CharField(db_index=True, max_length=80)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.CharField(max_length=40)),
                ('fields', models.JSONField(default=dict)),
                ('previous', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['subject_type', 'subject_id'], name='lms_auditen_subject_c0c67f_idx')],
            },
        ),
        migrations.CreateModel(
            name='Cohort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('starts_on', models.DateField(blank=True, null=True, verbose_name='starts on')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('coordinator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cohorts', to='lms.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('role', models.CharField(choices=[('trainee', 'Trainee'), ('partner', 'Practice partner'), ('host', 'Chat host'), ('mentor', 'Mentor'), ('assessor', 'Assessor'), ('supervisor', 'Supervisor'), ('certifier', 'Certifier'), ('coordinator', 'Coordinator'), ('editor', 'Editor'), ('vetting', 'Vetting officer'), ('panel', 'Youth panel'), ('auditor', 'Auditor'), ('platform', 'Platform administrator')], default='trainee', max_length=20, verbose_name='role')),
                ('programme', models.SlugField(blank=True, verbose_name='programme')),
                ('language', models.CharField(choices=[('nb', 'Norsk bokmål'), ('da', 'Dansk'), ('en', 'English')], default='nb', max_length=2, verbose_name='language')),
                ('nonce', models.CharField(max_length=32)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(verbose_name='expires')),
                ('sent_at', models.DateTimeField(null=True)),
                ('accepted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('accepted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations', to='lms.cohort')),
                ('invited_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='lms.organisation')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='HelpNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('country', models.CharField(choices=[('no', 'Norway'), ('dk', 'Denmark')], max_length=2, verbose_name='country')),
                ('name', models.JSONField(default=dict, verbose_name='name in each language')),
                ('number', models.CharField(max_length=20, verbose_name='number')),
                ('hours', models.JSONField(blank=True, default=dict, verbose_name='opening hours in each language')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('verified_on', models.DateField(blank=True, null=True, verbose_name='verified on')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='help_numbers', to='lms.organisation')),
            ],
            options={
                'ordering': ['country', 'position'],
            },
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60)),
                ('reason', models.CharField(max_length=160)),
                ('params', models.JSONField(default=dict)),
                ('link', models.CharField(blank=True, max_length=300)),
                ('by_mail', models.BooleanField(default=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-created_at'],
                'constraints': [models.UniqueConstraint(fields=('person', 'reason'), name='notice_once_per_reason')],
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('declared_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('declared_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'other'), name='relation_once')],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('trainee', 'Trainee'), ('partner', 'Practice partner'), ('host', 'Chat host'), ('mentor', 'Mentor'), ('assessor', 'Assessor'), ('supervisor', 'Supervisor'), ('certifier', 'Certifier'), ('coordinator', 'Coordinator'), ('editor', 'Editor'), ('vetting', 'Vetting officer'), ('panel', 'Youth panel'), ('auditor', 'Auditor'), ('platform', 'Platform administrator')], max_length=20, verbose_name='role')),
                ('starts_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='from')),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='lms.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'role', 'organisation', 'starts_on'), name='role_once_a_day'), models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='role_ends_after_start')],
            },
        ),
    ]

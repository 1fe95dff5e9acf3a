import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('lms', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Enrolment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.SlugField()),
                ('state', models.CharField(choices=[('learning', 'on the way'), ('paused', 'paused'), ('withdrawn', 'withdrawn'), ('certified', 'certified')], default='learning', max_length=12)),
                ('began_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('cohort', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='enrolments', to='lms.cohort')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='lms.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('taken_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to='lms.organisation')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='openings', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='PracticeChat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mode', models.CharField(choices=[('formative', 'for practice'), ('assessed', 'assessed')], default='formative', max_length=10)),
                ('language', models.CharField(default='nb', max_length=2)),
                ('state', models.CharField(choices=[('requested', 'waiting for a supervisor'), ('scheduled', 'booked'), ('lobby', 'lobby'), ('live', 'live'), ('paused', 'paused'), ('ended', 'ended'), ('stopped', 'stopped'), ('awaiting_rating', 'waiting for assessment'), ('rated', 'assessed'), ('released', 'feedback given'), ('acknowledged', 'feedback read'), ('archived', 'transcript deleted'), ('cancelled', 'cancelled'), ('no_show', 'somebody did not come'), ('void', 'technical stop')], default='requested', max_length=16)),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('minutes', models.PositiveSmallIntegerField(default=40)),
                ('last_seq', models.PositiveIntegerField(default=0)),
                ('trainee_ready_at', models.DateTimeField(null=True)),
                ('partner_ready_at', models.DateTimeField(null=True)),
                ('began_at', models.DateTimeField(null=True)),
                ('paused_at', models.DateTimeField(null=True)),
                ('paused_seconds', models.PositiveIntegerField(default=0)),
                ('ended_at', models.DateTimeField(null=True)),
                ('told_step', models.PositiveSmallIntegerField(default=0)),
                ('purge_on', models.DateField(null=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('end_offered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practice_chats', to='certification.enrolment')),
                ('opening', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='chat', to='certification.opening')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practice_chats', to='lms.organisation')),
                ('partner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='played_chats', to=settings.AUTH_USER_MODEL)),
                ('supervisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervised_chats', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Moment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('kind', models.CharField(choices=[('open_question', 'Open question'), ('reflection', 'Reflection'), ('validation', 'Validation'), ('early_advice', 'Advice too soon'), ('asks_safety', 'Asks about safety'), ('alert', 'Alert'), ('other', 'Come back to this')], max_length=16)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moments', to='certification.practicechat')),
            ],
            options={
                'ordering': ['seq', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('body', models.TextField()),
                ('client_id', models.UUIDField()),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='certification.practicechat')),
            ],
            options={
                'ordering': ['seq'],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(db_index=True)),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('frozen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('slug', models.SlugField()),
                ('rules', models.JSONField(default=dict)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('key', 'number'), name='programmeversion_number_once')],
            },
        ),
        migrations.AddField(
            model_name='enrolment',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='certification.programmeversion'),
        ),
        migrations.CreateModel(
            name='ScenarioVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(db_index=True)),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('frozen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('slug', models.SlugField()),
                ('level', models.PositiveSmallIntegerField(default=1)),
                ('tags', models.JSONField(default=list)),
                ('minutes', models.PositiveSmallIntegerField(default=40)),
                ('persona_name', models.CharField(max_length=30)),
                ('persona_age', models.PositiveSmallIntegerField()),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('key', 'number'), name='scenarioversion_number_once')],
            },
        ),
        migrations.AddField(
            model_name='practicechat',
            name='scenario',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chats', to='certification.scenarioversion'),
        ),
        migrations.CreateModel(
            name='SignOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('proposed', 'waiting for the second signature'), ('granted', 'granted'), ('deferred', 'deferred'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                ('level', models.PositiveSmallIntegerField(choices=[(0, 'Learning only'), (1, 'May observe live chats'), (2, 'Live, with a supervisor reading along'), (3, 'Live, with a professional on shift'), (4, 'As level 3, and may guide newer chat hosts'), (5, 'Leads a shift')], default=3, verbose_name='level')),
                ('conditions', models.TextField(blank=True, max_length=600, verbose_name='conditions')),
                ('valid_months', models.PositiveSmallIntegerField(default=24, verbose_name='valid for months')),
                ('statement', models.TextField(max_length=1200, verbose_name='why you propose it')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('deferred_what', models.TextField(blank=True, max_length=600, verbose_name='what is needed')),
                ('deferred_until', models.DateField(null=True, verbose_name='by when')),
                ('reasons', models.TextField(blank=True, max_length=1200, verbose_name='reasons')),
                ('dossier', models.JSONField(default=dict)),
                ('digest', models.CharField(max_length=64)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signoffs', to='certification.enrolment')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('proposer', 'proposes'), ('countersigner', 'countersigns')], max_length=14)),
                ('digest', models.CharField(max_length=64)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signoff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='certification.signoff')),
            ],
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requirement', models.CharField(max_length=60)),
                ('reason', models.TextField(max_length=600, verbose_name='reason')),
                ('state', models.CharField(choices=[('proposed', 'proposed'), ('granted', 'granted'), ('refused', 'not granted'), ('withdrawn', 'withdrawn')], default='proposed', max_length=10)),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waivers', to='certification.enrolment')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Whisper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('after_seq', models.PositiveIntegerField()),
                ('body', models.TextField()),
                ('client_id', models.UUIDField(unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='whispers', to='certification.practicechat')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Fulfilment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requirement', models.CharField(max_length=60)),
                ('state', models.CharField(choices=[('locked', 'not open yet'), ('open', 'do this now'), ('in_progress', 'begun'), ('waiting', 'waiting'), ('not_yet', 'not yet'), ('met', 'met'), ('waived', 'waived'), ('expired', 'expired')], max_length=12)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('waiting_for', models.CharField(blank=True, max_length=20)),
                ('met_at', models.DateTimeField(null=True)),
                ('evidence', models.JSONField(default=dict)),
                ('expires_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='fulfilments', to='certification.enrolment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'requirement'), name='fulfilment_once')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requirement', models.CharField(max_length=60)),
                ('on', models.DateField(default=django.utils.timezone.localdate)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='certification.enrolment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('enrolment', 'requirement'), name='mark_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='opening',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('partner', 'starts_at'), name='opening_once_a_time'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('chat', 'seq'), name='message_seq_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('chat', 'client_id'), name='message_client_id_once'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['learning', 'paused', 'withdrawn', 'certified'])), name='enrolment_state'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('person', 'programme', 'organisation'), name='enrolment_once'),
        ),
        migrations.AddConstraint(
            model_name='practicechat',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'scheduled', 'lobby', 'live', 'paused', 'ended', 'stopped', 'awaiting_rating', 'rated', 'released', 'acknowledged', 'archived', 'cancelled', 'no_show', 'void'])), name='practice_state'),
        ),
        migrations.AddIndex(
            model_name='signoff',
            index=models.Index(fields=['state', 'proposed_at'], name='signoff_waiting'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'granted', 'deferred', 'declined', 'withdrawn'])), name='signoff_state'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.CheckConstraint(condition=models.Q(('level__gte', 0), ('level__lte', 5)), name='signoff_level'),
        ),
        migrations.AddConstraint(
            model_name='signoff',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'proposed')), fields=('enrolment',), name='signoff_open_once'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('part__in', ['proposer', 'countersigner'])), name='signature_part'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('signoff', 'part'), name='signature_once_a_part'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(fields=('signoff', 'person'), name='signature_once_a_person'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'granted', 'refused', 'withdrawn'])), name='waiver_state'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'granted'])), fields=('enrolment', 'requirement'), name='waiver_once'),
        ),
    ]

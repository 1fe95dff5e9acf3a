import django.db.models.deletion
import django.utils.timezone
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('lms', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
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
            name='Assessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('handed_back', 'handed back'), ('submitted', 'submitted'), ('final', 'feedback given'), ('annulled', 'annulled')], default='draft', max_length=12)),
                ('judgement', models.PositiveSmallIntegerField(null=True)),
                ('strength', models.TextField(blank=True)),
                ('next_step', models.TextField(blank=True)),
                ('outcome', models.JSONField(default=dict)),
                ('claimed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('saved_at', models.DateTimeField(null=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('annulled_at', models.DateTimeField(null=True)),
                ('annul_reason', models.TextField(blank=True)),
                ('annulled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('rater', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to=settings.AUTH_USER_MODEL)),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='certification.practicechat')),
            ],
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
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', models.TextField()),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.TextField(blank=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('chat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='certification.practicechat')),
            ],
            options={
                'ordering': ['asked_at'],
            },
        ),
        migrations.CreateModel(
            name='Quote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveIntegerField()),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('text', models.TextField()),
                ('by_trainee', models.BooleanField()),
                ('role', models.CharField(choices=[('evidence', 'Evidence'), ('strength', 'Strength'), ('next_step', 'Next Step')], default='evidence', max_length=10)),
                ('behaviour', models.CharField(blank=True, max_length=40)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quotes', to='certification.assessment')),
            ],
            options={
                'ordering': ['seq', 'start', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Rubric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('slug', models.SlugField(help_text='The same in every language.', verbose_name='name in addresses')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('criteria', wagtail.fields.StreamField([('group', 3), ('criterion', 13)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 80}), 1: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Every criterion under this heading must stand on solid ground. It is never averaged away.', 'label': 'Must pass', 'required': False}), 2: ('wagtail.blocks.RegexBlock', (), {'label': 'Name in files', 'max_length': 40, 'regex': '^[a-z0-9-]*$', 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('title', 0), ('barrier', 1), ('key', 2)]], {}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'Criterion', 'max_length': 80}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'What to look for', 'required': False, 'rows': 2}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 200}), 7: ('wagtail.blocks.RegexBlock', (), {'help_text': 'Leave empty for new lines; it is filled in. The same in every language.', 'label': 'Name in files', 'max_length': 40, 'regex': '^[a-z0-9-]*$', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('text', 6), ('key', 7)]], {}), 9: ('wagtail.blocks.ListBlock', (8,), {'collapsed': True, 'label': 'Unhelpful: one is enough for level 1'}), 10: ('wagtail.blocks.ListBlock', (8,), {'collapsed': True, 'label': 'Basic: all of them make level 3'}), 11: ('wagtail.blocks.ListBlock', (8,), {'collapsed': True, 'label': 'Extra: one of them makes level 4'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'Short code', 'max_length': 8, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('title', 4), ('help', 5), ('unhelpful', 9), ('basic', 10), ('advanced', 11), ('code', 12), ('key', 2)]], {})}, help_text='A heading, then its criteria. Drag to reorder.', verbose_name='criteria')),
                ('critical', wagtail.fields.StreamField([('line', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 200}), 1: ('wagtail.blocks.RegexBlock', (), {'help_text': 'Leave empty for new lines; it is filled in. The same in every language.', 'label': 'Name in files', 'max_length': 40, 'regex': '^[a-z0-9-]*$', 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('key', 1)]], {})}, verbose_name='critical behaviours: one is enough')),
                ('levels', wagtail.fields.StreamField([('level', 2)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Name', 'max_length': 40}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Rule in words', 'max_length': 200}), 2: ('wagtail.blocks.StructBlock', [[('name', 0), ('rule', 1)]], {})}, verbose_name='the four levels')),
                ('judgements', wagtail.fields.StreamField([('answer', 1)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Next time …', 'max_length': 120}), 1: ('wagtail.blocks.StructBlock', [[('text', 0)]], {})}, verbose_name='overall judgement, from least to most')),
                ('panel', wagtail.fields.StreamField([('line', 2)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 200}), 1: ('wagtail.blocks.RegexBlock', (), {'help_text': 'Leave empty for new lines; it is filled in. The same in every language.', 'label': 'Name in files', 'max_length': 40, 'regex': '^[a-z0-9-]*$', 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('key', 1)]], {})}, verbose_name='quick notes at a line: they decide nothing')),
                ('partner_form', wagtail.fields.StreamField([('item', 3)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Sentence', 'max_length': 120}), 1: ('wagtail.blocks.BooleanBlock', (), {'label': 'A high number is worse', 'required': False}), 2: ('wagtail.blocks.RegexBlock', (), {'label': 'Name in files', 'max_length': 40, 'regex': '^[a-z0-9-]*$', 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('text', 0), ('reverse', 1), ('key', 2)]], {})}, verbose_name="the practice partner's form")),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'rubric',
                'verbose_name_plural': 'rubrics',
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='RubricVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(db_index=True)),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('frozen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('slug', models.SlugField()),
                ('structure', models.JSONField()),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('key', 'number'), name='rubricversion_number_once')],
            },
        ),
        migrations.CreateModel(
            name='PartnerForm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField(default=dict)),
                ('words', models.TextField(blank=True)),
                ('submitted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partner_forms', to=settings.AUTH_USER_MODEL)),
                ('chat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='partner_form', to='certification.practicechat')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certification.rubricversion')),
            ],
        ),
        migrations.AddField(
            model_name='assessment',
            name='rubric',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='certification.rubricversion'),
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
            name='SelfRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('levels', models.JSONField(default=dict)),
                ('strength', models.TextField(blank=True)),
                ('next_step', models.TextField(blank=True)),
                ('submitted_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('chat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='self_rating', to='certification.practicechat')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='self_ratings', to=settings.AUTH_USER_MODEL)),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certification.rubricversion')),
            ],
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
            name='Tick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('behaviour', models.CharField(max_length=40)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='certification.assessment')),
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
            name='CriterionRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('criterion', models.CharField(max_length=40)),
                ('computed', models.PositiveSmallIntegerField(null=True)),
                ('override', models.PositiveSmallIntegerField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('no_opportunity', models.BooleanField(default=False)),
                ('considered', models.BooleanField(default=False)),
                ('level', models.PositiveSmallIntegerField(null=True)),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='certification.assessment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('assessment', 'criterion'), name='criterion_rated_once'), models.CheckConstraint(condition=models.Q(models.Q(('computed', None), ('computed__range', (1, 4)), _connector='OR'), models.Q(('override', None), ('override__range', (1, 4)), _connector='OR')), name='criterion_levels')],
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
            model_name='quote',
            constraint=models.UniqueConstraint(fields=('assessment', 'seq', 'start', 'end', 'role', 'behaviour'), name='quote_once'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='quote_is_something'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('role', 'evidence'), models.Q(('behaviour', ''), _negated=True)), models.Q(('behaviour', ''), ('role__in', ['strength', 'next_step'])), _connector='OR'), name='quote_role'),
        ),
        migrations.AlterUniqueTogether(
            name='rubric',
            unique_together={('translation_key', 'locale')},
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'handed_back', 'submitted', 'final', 'annulled'])), name='assessment_state'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'annulled'), _negated=True), fields=('chat', 'rater'), name='assessment_once_per_rater'),
        ),
        migrations.AddConstraint(
            model_name='assessment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('chat',), name='assessment_one_claim'),
        ),
        migrations.AddConstraint(
            model_name='practicechat',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['requested', 'scheduled', 'lobby', 'live', 'paused', 'ended', 'stopped', 'awaiting_rating', 'rated', 'released', 'acknowledged', 'archived', 'cancelled', 'no_show', 'void'])), name='practice_state'),
        ),
        migrations.AddConstraint(
            model_name='practicechat',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('requested', 'scheduled', 'lobby', 'live', 'paused'))), fields=('partner', 'starts_at'), name='practice_partner_once_a_time'),
        ),
        migrations.AddConstraint(
            model_name='practicechat',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('requested', 'scheduled', 'lobby', 'live', 'paused'))), fields=('enrolment', 'starts_at'), name='practice_trainee_once_a_time'),
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
<<<<<<< HEAD
            model_name='tick',
            constraint=models.UniqueConstraint(fields=('assessment', 'behaviour'), name='tick_once'),
        ),
        migrations.AddConstraint(
=======
>>>>>>> b317652 (Open the practice room to its three seats)
            model_name='waiver',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['proposed', 'granted', 'refused', 'withdrawn'])), name='waiver_state'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['proposed', 'granted'])), fields=('enrolment', 'requirement'), name='waiver_once'),
        ),
    ]

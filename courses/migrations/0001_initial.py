import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CoursePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(help_text='One or two sentences for those who do not know it.', max_length=300, verbose_name='summary')),
                ('intro', models.TextField(blank=True, help_text='Markdown works here.', verbose_name='introduction')),
                ('goals', wagtail.fields.StreamField([('goal', 2)], blank=True, block_lookup={0: ('wagtail.blocks.RegexBlock', ('^[a-z][a-z0-9-]*$',), {'help_text': 'Short name for lessons: listening-1', 'label': 'Key', 'max_length': 40}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Can do', 'max_length': 300}), 2: ('wagtail.blocks.StructBlock', [[('key', 0), ('text', 1)]], {})}, verbose_name='learning goals')),
            ],
            options={
                'verbose_name': 'course',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LessonPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(help_text='One sentence: what this is about.', max_length=300, verbose_name='summary')),
                ('minutes', models.PositiveSmallIntegerField(default=5, help_text='Three to ten is good.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(60)], verbose_name='minutes')),
                ('goals', wagtail.fields.StreamField([('goal', 0)], blank=True, block_lookup={0: ('wagtail.blocks.RegexBlock', ('^[a-z][a-z0-9-]*$',), {'label': 'Goal', 'max_length': 40})}, help_text="Keys of the course's goals, such as listening-1.", verbose_name='learning goals')),
                ('open_to_all', models.BooleanField(default=False, help_text='Can be read without an account.', verbose_name='open to everybody')),
                ('body', wagtail.fields.StreamField([('text', 0), ('markdown', 1), ('image', 4), ('callout', 8), ('chat', 16), ('check', 23), ('reflection', 24), ('content_note', 27)], block_lookup={0: ('cms.blocks.TextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link']}), 1: ('cms.blocks.MarkdownBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('tip', 'Tip'), ('remember', 'Remember'), ('safety', 'Safety')], 'label': 'Kind'}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 7: ('wagtail.blocks.TextBlock', (), {'help_text': 'Markdown works here.', 'label': 'Text'}), 8: ('wagtail.blocks.StructBlock', [[('kind', 5), ('title', 6), ('text', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120, 'required': False}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Who', 'max_length': 30}), 11: ('wagtail.blocks.TextBlock', (), {'label': 'Message', 'rows': 2}), 12: ('wagtail.blocks.BooleanBlock', (), {'label': 'The chat host writes this', 'required': False}), 13: ('wagtail.blocks.CharBlock', (), {'help_text': 'A few words shown under the message.', 'label': 'Look here', 'max_length': 160, 'required': False}), 14: ('wagtail.blocks.StructBlock', [[('who', 10), ('text', 11), ('host', 12), ('aside', 13)]], {}), 15: ('wagtail.blocks.ListBlock', (14,), {'label': 'Messages', 'min_num': 1}), 16: ('wagtail.blocks.StructBlock', [[('title', 9), ('lines', 15)]], {}), 17: ('wagtail.blocks.TextBlock', (), {'label': 'Question', 'rows': 2}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'Answer', 'max_length': 300}), 19: ('wagtail.blocks.BooleanBlock', (), {'label': 'A good answer', 'required': False}), 20: ('wagtail.blocks.TextBlock', (), {'help_text': 'Shown when somebody chooses it. Kind, also to the weaker answers.', 'label': 'Why', 'rows': 2}), 21: ('wagtail.blocks.StructBlock', [[('text', 18), ('right', 19), ('why', 20)]], {}), 22: ('wagtail.blocks.ListBlock', (21,), {'label': 'Answers', 'max_num': 5, 'min_num': 2}), 23: ('wagtail.blocks.StructBlock', [[('question', 17), ('options', 22)]], {}), 24: ('wagtail.blocks.StructBlock', [[('question', 17)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'help_text': 'What it is about, in plain words.', 'label': 'Title', 'max_length': 120}), 26: ('wagtail.blocks.TextBlock', (), {'help_text': 'What comes, that it can wait, and where help is. Markdown works here.', 'label': 'Text'}), 27: ('wagtail.blocks.StructBlock', [[('title', 25), ('text', 26)]], {})}, verbose_name='lesson')),
            ],
            options={
                'verbose_name': 'lesson',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ModulePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('summary', models.CharField(help_text='One sentence.', max_length=300, verbose_name='summary')),
            ],
            options={
                'verbose_name': 'module',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ExtraTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('percent', models.PositiveSmallIntegerField(choices=[(0, 'No extra time'), (25, 'A quarter more'), (50, 'Half as much again'), (100, 'Twice the time')], default=0, verbose_name='extra time')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='extra_time', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LoadedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('package', models.SlugField(max_length=60)),
                ('key', models.UUIDField()),
                ('language', models.CharField(max_length=2)),
                ('digest', models.CharField(max_length=64)),
                ('loaded_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'language'), name='loaded_page_once_a_language')],
            },
        ),
        migrations.CreateModel(
            name='QuestionVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(db_index=True)),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('frozen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('kind', models.CharField(max_length=20)),
                ('area', models.CharField(max_length=20)),
                ('is_critical', models.BooleanField(default=False)),
                ('lesson_key', models.UUIDField(null=True)),
                ('answers', models.JSONField(default=dict)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('key', 'number'), name='questionversion_number_once')],
            },
        ),
        migrations.CreateModel(
            name='QuizTalk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quiz_key', models.UUIDField()),
                ('held_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('held_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='quiz_talks', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='QuizVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(db_index=True)),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('frozen_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('rules', models.JSONField(default=dict)),
            ],
            options={
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('key', 'number'), name='quizversion_number_once')],
            },
        ),
        migrations.CreateModel(
            name='QuizAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quiz_key', models.UUIDField(db_index=True)),
                ('state', models.CharField(choices=[('open', 'begun'), ('passed', 'passed'), ('not_yet', 'not yet')], default='open', max_length=8)),
                ('seed', models.BigIntegerField()),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('deadline_at', models.DateTimeField(null=True)),
                ('saved_at', models.DateTimeField(null=True)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('score', models.PositiveSmallIntegerField(null=True)),
                ('total', models.PositiveSmallIntegerField()),
                ('critical_missed', models.PositiveSmallIntegerField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quiz_attempts', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='courses.quizversion')),
            ],
        ),
        migrations.CreateModel(
            name='Reflection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson_key', models.UUIDField()),
                ('block_id', models.UUIDField()),
                ('title', models.CharField(max_length=255)),
                ('question', models.TextField()),
                ('text', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('shared_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reflections', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LessonProgress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson_key', models.UUIDField()),
                ('title', models.CharField(max_length=255)),
                ('language', models.CharField(max_length=2)),
                ('version', models.CharField(blank=True, max_length=64)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('completed_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lesson_progress', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'lesson_key'), name='progress_once_a_lesson')],
            },
        ),
        migrations.CreateModel(
            name='Question',
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
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('bank', models.SlugField(default='chatvert', help_text='A quiz draws from its own bank only.', max_length=60, verbose_name='question bank')),
                ('slug', models.SlugField(help_text='The same in all languages, such as role-01.', max_length=60, verbose_name='short name')),
                ('loaded', models.CharField(blank=True, editable=False, max_length=64)),
                ('kind', models.CharField(choices=[('single', 'One answer'), ('multiple', 'Several answers'), ('next_message', 'Choose the next message')], default='single', max_length=20, verbose_name='kind')),
                ('area', models.CharField(choices=[('role', 'Role and frames'), ('listening', 'Listening in text'), ('map', 'The conversation map'), ('agency', 'Agency and own story'), ('safety', 'Safety and handing over'), ('law', 'Law, secrecy and privacy'), ('care', 'Difficult chats and self-care')], max_length=20, verbose_name='area')),
                ('level', models.CharField(choices=[('remember', 'Remember'), ('apply', 'Apply'), ('judge', 'Judge')], default='apply', max_length=12, verbose_name='level')),
                ('is_critical', models.BooleanField(default=False, help_text='One critical question wrong is “not yet”, whatever the score.', verbose_name='critical')),
                ('goals', wagtail.fields.StreamField([('goal', 0)], blank=True, block_lookup={0: ('wagtail.blocks.RegexBlock', ('^[a-z][a-z0-9-]*$',), {'label': 'Goal', 'max_length': 40})}, help_text="Keys of the course's goals, such as listening-1.", verbose_name='learning goals')),
                ('lesson_key', models.UUIDField(blank=True, null=True, verbose_name='lesson to read')),
                ('stem', models.TextField(help_text='Sixty words at most. What a young person writes goes in quotation marks and is shown as a chat bubble.', max_length=600, verbose_name='question')),
                ('options', wagtail.fields.StreamField([('option', 3)], block_lookup={0: ('wagtail.blocks.TextBlock', (), {'label': 'Answer', 'max_length': 300, 'rows': 2}), 1: ('wagtail.blocks.BooleanBlock', (), {'label': 'This is right', 'required': False}), 2: ('wagtail.blocks.TextBlock', (), {'help_text': 'Shown after the quiz is handed in, never before. For every option.', 'label': 'Why', 'max_length': 600, 'rows': 3}), 3: ('wagtail.blocks.StructBlock', [[('text', 0), ('is_right', 1), ('explanation', 2)]], {})}, verbose_name='options')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
            ],
            options={
                'verbose_name': 'question',
                'verbose_name_plural': 'questions',
                'abstract': False,
                'indexes': [models.Index(fields=['bank', 'live'], name='courses_que_bank_0c8694_idx')],
                'unique_together': {('translation_key', 'locale')},
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Quiz',
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
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('bank', models.SlugField(default='chatvert', help_text='A quiz draws from its own bank only.', max_length=60, verbose_name='question bank')),
                ('slug', models.SlugField(help_text='The same in all languages, such as role-01.', max_length=60, verbose_name='short name')),
                ('loaded', models.CharField(blank=True, editable=False, max_length=64)),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('intro', models.TextField(blank=True, max_length=1500, verbose_name='introduction')),
                ('draw', wagtail.fields.StreamField([('row', 3)], block_lookup={0: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('role', 'Role and frames'), ('listening', 'Listening in text'), ('map', 'The conversation map'), ('agency', 'Agency and own story'), ('safety', 'Safety and handing over'), ('law', 'Law, secrecy and privacy'), ('care', 'Difficult chats and self-care')], 'label': 'Area'}), 1: ('wagtail.blocks.BooleanBlock', (), {'label': 'From the critical ones', 'required': False}), 2: ('wagtail.blocks.IntegerBlock', (), {'default': 1, 'label': 'How many', 'max_value': 60, 'min_value': 1}), 3: ('wagtail.blocks.StructBlock', [[('area', 0), ('critical', 1), ('count', 2)]], {})}, verbose_name='what to draw')),
                ('pass_share', models.DecimalField(decimal_places=2, default='0.80', help_text='0.80 is eighty per cent. Critical questions must all be right.', max_digits=3, validators=[django.core.validators.MinValueValidator(0), django.core.validators.MaxValueValidator(1)], verbose_name='share that must be right')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, help_text='Empty: no time limit.', null=True, verbose_name='minutes')),
                ('retry_hours', models.CharField(blank=True, default='24, 72', help_text='After the first, the second … Such as 24, 72.', max_length=40, verbose_name='hours before the next try')),
                ('max_attempts', models.PositiveSmallIntegerField(blank=True, default=3, help_text='Then a supervisor has a talk with the person and opens it again. Empty: no end.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='tries before a talk')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
            ],
            options={
                'verbose_name': 'quiz',
                'verbose_name_plural': 'quizzes',
                'abstract': False,
                'unique_together': {('translation_key', 'locale')},
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='AttemptQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('option_order', models.JSONField(default=list)),
                ('chosen', models.JSONField(default=list)),
                ('flagged', models.BooleanField(default=False)),
                ('saved_at', models.DateTimeField(null=True)),
                ('is_right', models.BooleanField(null=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='uses', to='courses.questionversion')),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='courses.quizattempt')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('attempt', 'position'), name='attempt_position_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='quizattempt',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('person', 'quiz_key'), name='attempt_one_open'),
        ),
        migrations.AddConstraint(
            model_name='quizattempt',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'passed', 'not_yet'])), name='attempt_state'),
        ),
        migrations.AddConstraint(
            model_name='quizattempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('score', None), ('state', 'open'), ('submitted_at', None)), models.Q(models.Q(('state', 'open'), _negated=True), ('critical_missed__isnull', False), ('score__isnull', False), ('submitted_at__isnull', False)), _connector='OR'), name='attempt_graded_when_ended'),
        ),
        migrations.AddConstraint(
            model_name='reflection',
            constraint=models.UniqueConstraint(fields=('person', 'lesson_key', 'block_id'), name='reflection_once_a_question'),
        ),
    ]

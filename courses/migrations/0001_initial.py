import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
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
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'lesson_key', 'block_id'), name='reflection_once_a_question')],
            },
        ),
    ]

import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.CharField(max_length=120, verbose_name='big sentence')),
                ('intro', models.TextField(blank=True, help_text='Markdown works here.', verbose_name='text')),
                ('body', wagtail.fields.StreamField([('text', 0), ('markdown', 1), ('image', 4), ('callout', 8)], blank=True, block_lookup={0: ('cms.blocks.TextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link']}), 1: ('cms.blocks.MarkdownBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('tip', 'Tip'), ('remember', 'Remember'), ('safety', 'Safety')], 'label': 'Kind'}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 7: ('wagtail.blocks.TextBlock', (), {'help_text': 'Markdown works here.', 'label': 'Text'}), 8: ('wagtail.blocks.StructBlock', [[('kind', 5), ('title', 6), ('text', 7)]], {})})),
            ],
            options={
                'verbose_name': 'front page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', models.TextField(blank=True, verbose_name='first sentences')),
                ('body', wagtail.fields.StreamField([('text', 0), ('markdown', 1), ('image', 4), ('callout', 8)], blank=True, block_lookup={0: ('cms.blocks.TextBlock', (), {'features': ['h2', 'h3', 'bold', 'italic', 'ol', 'ul', 'link']}), 1: ('cms.blocks.MarkdownBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('tip', 'Tip'), ('remember', 'Remember'), ('safety', 'Safety')], 'label': 'Kind'}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 7: ('wagtail.blocks.TextBlock', (), {'help_text': 'Markdown works here.', 'label': 'Text'}), 8: ('wagtail.blocks.StructBlock', [[('kind', 5), ('title', 6), ('text', 7)]], {})})),
            ],
            options={
                'verbose_name': 'page',
            },
            bases=('wagtailcore.page',),
        ),
    ]

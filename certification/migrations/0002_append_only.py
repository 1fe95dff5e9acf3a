"""A line of a practice chat is never rewritten. It may be deleted: transcripts are purged on their date."""

from django.db import migrations

from lms.kernel.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("certification", "0001_initial")]
    operations = [forbid_changes("certification_message", verbs=("update",))]

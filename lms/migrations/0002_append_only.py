"""Append-only tables: the database itself refuses to change or delete a line of the audit trail."""

from django.db import migrations

from lms.kernel.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [("lms", "0001_initial")]
    operations = [forbid_changes("lms_auditentry")]

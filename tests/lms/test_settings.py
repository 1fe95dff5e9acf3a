"""The house's own settings hold together on the database they are given."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_check_complains_on_this_database():
    """Every command of ours begins with these checks, and a test run skips them: on PostgreSQL none of them started once."""
    call_command("check")

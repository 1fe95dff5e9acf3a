import io
import json

from django.core.management import call_command

from lms.kernel.checks import our_views


def test_every_view_of_ours_stands_in_the_table_with_a_who():
    out = io.StringIO()
    call_command("permissions", "--json", stdout=out)
    rows = json.loads(out.getvalue())
    assert {(row["name"], row["method"]) for row in rows} == {(name, m) for name, _route, view in our_views() for m in view.methods}
    assert all(set(row) == {"name", "route", "method", "permission", "who"} and row["who"] for row in rows)


def test_the_table_reads_aloud():
    out = io.StringIO()
    call_command("permissions", stdout=out)
    assert "/livez  " in out.getvalue()
    assert "everybody: a load balancer asks without signing in" in out.getvalue()

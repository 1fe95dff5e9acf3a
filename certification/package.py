"""What a course package holds for certification: each slice loads and writes its own part, all in one transaction."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from certification.assessment import outgoing as rubric_out
from certification.assessment.gold_package import load_gold
from certification.assessment.package import load_rubric
from certification.practice import outgoing as scenarios_out
from certification.practice.package import load_scenarios
from certification.programmes import outgoing as programmes_out
from certification.programmes.package import load_agreements, load_programme
from courses.exchange.parts import Offer, Part, offer, register
from courses.exchange.report import Report


def _quietly(load: Callable[..., Any]) -> Callable[[Path, Report, Any], None]:
    """A loader as parts know it: what it made is in the report."""

    def loads(path: Path, report: Report, by: Any) -> None:
        load(path, report, by=by)

    return loads


PARTS = [
    Part("scenarios", scenarios_out.collect, scenarios_out.write, _quietly(load_scenarios)),
    Part("rubric", rubric_out.collect_rubric, rubric_out.write_rubric, _quietly(load_rubric)),
    Part("gold", rubric_out.collect_gold, rubric_out.write_gold, _quietly(load_gold)),
    Part("agreements", programmes_out.collect_agreements, programmes_out.write_agreements, _quietly(load_agreements)),
    Part("programme", programmes_out.collect_programme, programmes_out.write_programme, _quietly(load_programme)),
]


def register_parts() -> None:
    """Let courses' exchange know of them."""
    for part in PARTS:
        register(part)
    offer(Offer("programme", _("Whole programmes"), programmes_out.published_programmes, programmes_out.programme_scope))


def load_certification(path: Path, *, by: Any = None) -> Report:
    """Make scenarios, rubric, agreements and programme what the package at `path` says; nothing at all when one of them is wrong.

    Doing it again changes nothing and never undoes what editors wrote since.
    """
    report = Report()
    with transaction.atomic():
        for part in PARTS:
            part.load(Path(path), report, by)
        if not report.ok:
            transaction.set_rollback(True)
    return report

"""Loading what a course package holds for certification: each slice loads its own part, all in one transaction."""

from pathlib import Path
from typing import Any

from django.db import transaction

from certification.assessment.gold_package import load_gold
from certification.assessment.package import load_rubric
from certification.practice.package import load_scenarios
from certification.programmes.package import load_agreements, load_programme
from courses.exchange.report import Report


def load_certification(path: Path, *, by: Any = None) -> Report:
    """Make scenarios, rubric, agreements and programme what the package at `path` says; nothing at all when one of them is wrong.

    Doing it again changes nothing and never undoes what editors wrote since.
    """
    report = Report()
    with transaction.atomic():
        # practice
        load_scenarios(Path(path), report, by=by)
        # assessment
        load_rubric(Path(path), report, by=by)
        load_gold(Path(path), report, by=by)
        # programmes
        load_agreements(Path(path), report, by=by)
        load_programme(Path(path), report, by=by)
        if not report.ok:
            transaction.set_rollback(True)
    return report

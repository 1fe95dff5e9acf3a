"""Every package comes into an empty house in every language, without a word of complaint, and leaves it again as it came."""

import io
import zipfile
from collections import Counter
from pathlib import Path

import pytest
import yaml

from certification.package import load_certification
from certification.programmes.outgoing import programme_scope
from certification.programmes.sources import Agreement, Programme
from cms.training.findings import findings
from courses.exchange import load
from courses.exchange.folder import LANGUAGES
from courses.exchange.outgoing.departure import pack
from courses.outline.models import CoursePage, LessonPage, ModulePage

PACKAGES = Path(__file__).resolve().parents[3] / "courses/packages"
# The course for practice partners has no questions: what was learnt there is seen when they play.
UNASKED = "no question and no criterion serves its goals"
pytestmark = pytest.mark.django_db


def load_all(path):
    reports = [part(path) for part in (load, load_certification)]
    assert [report.errors for report in reports] == [[], []]
    return reports


def languages_of(model):
    return Counter(model.objects.filter(live=True).values_list("locale__language_code", flat=True))


@pytest.mark.parametrize("name", ["mentor", "veileder", "samtalepartner"])
def test_a_package_alone_is_whole_in_every_language_and_goes_out_and_in_and_out_byte_for_byte(name, tmp_path):
    """One story for each package: to read one in takes longer than all there is to say about it."""
    load_all(PACKAGES / name)
    for model in (CoursePage, ModulePage, LessonPage, Agreement, Programme):
        count = languages_of(model)
        assert not count or set(count) == set(LANGUAGES)
        assert len(set(count.values())) <= 1, (model, count)
    told = [(one.where, one.language, str(one.what)) for one in findings()]
    assert [one for one in told if name != "samtalepartner" or UNASKED not in one[2]] == []
    again = load_all(PACKAGES / name)
    assert [(report.made, report.changed) for report in again] == [({}, {})] * 2
    if name != "samtalepartner":  # it has no programme
        it_goes_out_and_in_and_out(name, tmp_path)


def it_goes_out_and_in_and_out(name, folder):
    outs = []
    for _turn in range(2):
        parcel, out = pack(programme_scope(name)), io.BytesIO()
        parcel.zip_into(out)
        assert parcel.notes == []
        outs.append(out.getvalue())
        if len(outs) == 1:
            zipfile.ZipFile(io.BytesIO(outs[0])).extractall(folder / "out")
            load_all(folder / "out")
    assert outs[0] == outs[1]
    here, there = (yaml.safe_load((path / "programme.yaml").read_text())["decision"] for path in (PACKAGES / name, folder / "out"))
    assert here == there
    assert here["level"] in {row["level"] for row in here["levels"]}

"""Why something is not taken is said in the language of whoever brought it: a table of reasons in English helps nobody here."""

import ast
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from cms.editors import grant
from courses.exchange.arrival import rehearse
from courses.exchange.foreign.items import Notes
from courses.exchange.foreign.shelf import bring_in
from lms.people.models import Person
from tests.courses.exchange.small import replace, write_package
from tests.courses.exchange.test_arrival import packed
from tests.courses.exchange.test_load import ONE
from tests.courses.packages.test_content import GIVE_AWAY, tokens
from tests.test_architecture import modules

CELLS = re.compile(r"<tr><td>([^<]*)</td><td>(\d*)</td><td>([^<]*)</td></tr>")
ENGLISH = {*GIVE_AWAY["en"].split(), *["is", "has", "here", "missing", "of", "must", "only", "may", "known", "there", "another", "are"]}
SECOND = "course/00-start/02-to/lesson.da.md"
BROKEN = {
    "questions/one.yaml": "- {key: One!, kind: odd, area: role, level: apply, stem: {nb: Hva}, options: []}\n",
    "quizzes/one.yaml": "key: one\npass_share: 80\nretry_hours: soon\ndraw: [{area: role, count: 900}]\n",
    "dialogues/one.yaml": "key: one\nkey: two\n",
    "pages/01-about/page.nb.md": "no facts\n",
    "scenarios/s1.yaml": "key: s1\ntags: [odd]\nlevel: 9\n",
    "rubric.yaml": "key: r\ngroups: []\nlevels: [{level: 3}]\nglobal: [{value: 4}]\n",
    "gold/g1.yaml": "key: g1\nlines: [{who: nobody}]\nreference: [{criterion: odd}]\ncritical: [odd]\n",
    "agreements/a/agreement.yaml": "key: a\ntitle: nothing\n",
    "programme.yaml": "key: p\nskills: [odd]\nstages:\n- {key: s, name: {nb: S, da: S}, requirements: [{key: x, kind: odd}]}\n",
    "media/a.png": "no picture",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken(tmp_path, settings):
    """A package with something wrong in every part of it."""
    settings.VAR = tmp_path / "var"
    folder = write_package(tmp_path / "lite")
    replace(folder, ONE, "minutes: 4", "minutes: 400")
    replace(folder, ONE, '::: chat title="Slik"', '::: chat odd="Slik"')
    replace(folder, SECOND, "goals: [listening-1]", "goals: [elsewhere-9]")
    replace(folder, "course/00-start/module.yaml", "summary:", "picture: odd\nsummary:")
    for name, text in BROKEN.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return packed(folder)


def in_english(text):
    """Words of English in it, without what it quotes from the file."""
    return ENGLISH & tokens(re.sub("»[^«]*«", "", text))


def test_an_editor_from_denmark_reads_every_reason_in_danish(cast, sign_in, broken):
    said = [tuple(problem) for problem in rehearse(broken).errors]  # tests speak English outside a request
    assert {file.split("/")[0] for file, _line, _reason in said} >= {name.split("/")[0] for name in BROKEN} | {"course"}
    assert len(said) > 40

    grant(cast.ed)
    Person.objects.filter(pk=cast.ed.pk).update(language="da")
    editor = sign_in(cast.ed)
    broken.seek(0)
    there = editor.post("/admin/training/exchange/", {"file": SimpleUploadedFile("lite.zip", broken.read())})
    page = editor.get(there.url).content.decode()
    rows = [tuple(map(html.unescape, row)) for row in CELLS.findall(page)]
    assert sorted((file, line) for file, line, _reason in rows) == sorted((file, str(line or "")) for file, line, _reason in said)
    assert not [reason for _file, _line, reason in rows if in_english(reason)]
    assert not {reason for *_place, reason in rows} & {reason for *_place, reason in said}
    assert ("dialogues/one.yaml", "2", "»key« står her to gange") in rows
    assert not [reason for *_place, reason in rows if reason.startswith(":")]  # a question whose key is wrong has no name to be called by


def test_what_does_not_belong_in_a_package_is_said_in_danish(tmp_path):
    folder = write_package(tmp_path / "lite")
    (folder / "odd.txt").write_text("odd")
    with translation.override("da"):
        tricks = packed(folder, extra=[("../out.txt", "x"), ("course/a.md", "0" * 999_999)])
        said = {*map(str, rehearse(packed(folder)).errors), *map(str, rehearse(tricks).errors)}
    assert said == {
        "odd.txt: denne fil hører ikke hjemme i en pakke i format 1",
        "../out.txt: denne sti fører ud af pakken",
        "course/a.md: den bliver alt for stor, når den pakkes ud",
    }


@pytest.mark.parametrize("language", ["nb", "da"])
@pytest.mark.parametrize(
    ("style", "content"),
    [("gift", b"::a::Hva? {=\xff}"), ("moodle", b"<quiz>\n<question"), ("moodle", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>")],
)
def test_a_file_with_questions_is_refused_in_ones_own_language(tmp_path, language, style, content):
    path = tmp_path / "file"
    path.write_bytes(content)
    with translation.override(language), path.open("rb") as file:
        (problem,) = bring_in(file, style, Notes(), bank="b", area="role", by=None, dry=True).errors
    assert (bool(problem.reason), in_english(problem.reason)) == (True, set())


@pytest.mark.parametrize(
    "text",
    ["a: b: c", "a: 'b", "\ta: b", "a:\n  b: c\n d: e", "a: *b", "1: a", "a: [b", "a: !!python/object b", "a: @b", "- a\nb", "a: 1\na: 2"],
)
def test_what_the_reader_of_yaml_says_is_said_in_danish(text, tmp_path):
    folder = write_package(tmp_path / "lite")
    (folder / "package.yaml").write_text(text)
    with translation.override("da"):
        reasons = [problem.reason for problem in rehearse(packed(folder)).errors]
    assert reasons
    assert not [reason for reason in reasons if in_english(reason)]


def bare(node):
    """Words that stand in an expression as they are: nothing has looked for them in a catalogue. What is handed to a call is its business."""
    if isinstance(node, ast.Call | ast.Dict | ast.FormattedValue):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("[a-z]", node.value):
        yield node.value
    for inner in ast.iter_child_nodes(node):
        yield from bare(inner)


def test_no_reason_is_said_in_english_alone():
    found = []
    for path, name in modules():
        for node in ast.walk(ast.parse(path.read_text())) if name.startswith(("courses", "certification")) else ():
            called = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if called in ("error", "wrong") and node.args and (words := list(bare(node.args[-1]))):
                found.append((name, node.lineno, words))
    assert not found

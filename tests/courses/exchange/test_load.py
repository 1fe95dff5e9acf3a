from io import BytesIO
from pathlib import Path

import pytest
import yaml
from PIL import Image as Pillow
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, Revision

from cms.pages import StandardPage
from cms.site import ensure_site
from courses.exchange import load
from courses.exchange.keys import block_id, key_of
from courses.outline.models import LessonPage, ModulePage
from courses.outline.queries import course_outline
from courses.quizzes.actions import start_attempt, submit_attempt
from courses.quizzes.bank import Question, Quiz
from tests.builders import answer_all
from tests.cms.sample_files import FILM, SOUND, VTT
from tests.courses.exchange.small import change, replace, write_package

CHATVERT = Path(__file__).resolve().parents[3] / "courses/packages/chatvert"
ONE = "course/00-start/01-en/lesson.nb.md"

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(tmp_path):
    return write_package(tmp_path / "lite")


def lesson(key="en", language="nb"):
    return LessonPage.objects.get(translation_key=key_of("lite", "lesson", key), locale__language_code=language)


def nothing_was_written(report):
    return not report.made and not LessonPage.objects.exists()


def test_the_packaged_course_is_there_in_three_languages_and_a_second_time_changes_nothing(cast, sign_in):
    """One story for course and bank: to read them in takes longer than all there is to say about them."""
    report = load(CHATVERT)

    assert report.errors == []
    written = [len(list((CHATVERT / "course").glob(name))) for name in ("*/module.yaml", "*/*/lesson.*.md")]
    assert (report.made["course"], report.made["module"], report.made["lesson"]) == (3, 3 * written[0], written[1])
    outlines = [course_outline(key_of("chatvert", "course", "chatvert"), language) for language in ("nb", "da", "en")]
    assert len({tuple(outline.order) for outline in outlines}) == 1
    assert [outline.title for outline in outlines] == ["Bli chatvert", "Bliv chatvært", "Become a chat host"]
    assert LessonPage.objects.filter(open_to_all=True).count() == 3
    client = sign_in(cast.tuva)
    for outline in outlines:
        for one in outline.lessons:
            page = client.get(one.url)
            assert (page.status_code, len(page.content) < 100_000) == (200, True)

    the_bank_is_there_and_its_first_and_final_quiz_can_be_passed(cast, report)

    revisions = Revision.objects.count()
    again = load(CHATVERT)
    assert (again.errors, again.made, again.changed) == ([], {}, {})
    assert Revision.objects.count() == revisions


def the_bank_is_there_and_its_first_and_final_quiz_can_be_passed(cast, report):
    shipped = [one for file in (CHATVERT / "questions").glob("*.yaml") for one in yaml.safe_load(file.read_text())]
    quizzes = list((CHATVERT / "quizzes").glob("*.yaml"))
    assert (report.made["question"], report.made["quiz"]) == (3 * len(shipped), 3 * len(quizzes))
    critical = Question.objects.live().filter(bank="chatvert", is_critical=True, locale__language_code="nb")
    assert critical.count() == sum(one["critical"] for one in shipped)
    quiz = Quiz.objects.live().get(translation_key=key_of("chatvert", "quiz", "rolle-og-trygghet"), locale__language_code="nb")
    assert (quiz.blueprint.total, quiz.blueprint.critical, quiz.blueprint.needed) == (12, 3, 10)
    assert (quiz.blueprint.minutes, quiz.blueprint.retry_hours, quiz.blueprint.max_attempts) == (20, (24, 72), 3)

    attempt = start_attempt(Quiz.objects.get(slug="rolle-og-trygghet", locale__language_code="da"), by=cast.tuva)
    assert attempt.total == 12
    assert set(attempt.questions.all()[0].version.content) == {"nb", "da", "en"}
    assert submit_attempt(answer_all(attempt), by=cast.tuva).state == "passed"
    final = start_attempt(Quiz.objects.get(slug="sluttquiz", locale__language_code="en"), by=cast.tuva)
    assert (final.total, submit_attempt(answer_all(final), by=cast.tuva).state) == (40, "passed")


def test_blocks_have_the_same_ids_in_every_language_and_on_every_machine(small):
    load(small)
    ids = [[child.id for child in lesson(language=language).body] for language in ("nb", "da")]
    assert ids[0] == ids[1]
    assert ids[0][-1] == block_id(key_of("lite", "lesson", "en"), "r1")


def test_every_kind_of_block_arrives_as_it_was_written(small):
    load(small)
    chat, check, reflection = [child.value for child in lesson().body][1:]
    assert [(line["who"], line["text"], line["host"], line["aside"]) for line in chat["lines"]] == [
        ("Mira", "hei", False, ""), ("Rype", "Hei: så fint!", True, "Et kolon i svaret."),
    ]  # fmt: skip
    assert [(o["text"], o["right"], o["why"]) for o in check["options"]] == [("Ja", True, "Fint."), ("Nei", False, "Tja.")]
    assert (check["question"], reflection["question"]) == ("Hva nå?", "Hva tenker du?")


def test_only_what_changed_gets_a_new_revision(small):
    load(small)
    replace(small, ONE, "Noen ord.", "Noen andre ord.")
    before = Revision.objects.count()

    report = load(small)

    assert (dict(report.changed), report.made) == ({"lesson": 1}, {})
    assert Revision.objects.count() == before + 1
    assert lesson().body[0].value == "Noen andre ord."


def test_what_editors_wrote_since_is_left_alone_until_the_package_says_something_new(small):
    load(small)
    page = lesson()
    page.title = "Redaktørens ord"
    page.save_revision().publish()

    load(small)
    assert lesson().title == "Redaktørens ord"

    replace(small, ONE, "Leksjon en nb", "Pakkens nye ord")
    load(small)
    assert lesson().title == "Pakkens nye ord"
    assert "Redaktørens ord" in [revision.as_object().title for revision in lesson().revisions.all()]


def test_what_an_editor_took_down_stays_down_when_the_package_changes(small):
    load(small)
    lesson().unpublish()
    replace(small, ONE, "Noen ord.", "Noen andre ord.")

    report = load(small)

    assert report.changed["lesson"] == 1
    assert lesson().live is False


def test_a_new_lesson_in_the_middle_stands_in_the_middle(small):
    load(small)
    for language in ("nb", "da"):
        text = (small / f"course/00-start/01-en/lesson.{language}.md").read_text().replace("key: en", "key: midt")
        change(small, f"course/00-start/01-midt/lesson.{language}.md", text)

    report = load(small)

    assert dict(report.made) == {"lesson": 2}
    module = ModulePage.objects.get(locale__language_code="nb")
    assert list(module.get_children().values_list("slug", flat=True)) == ["en", "midt", "to"]


def test_an_address_that_is_taken_is_said_and_nothing_is_written(small):
    home = ensure_site()["da"]
    home.add_child(instance=StandardPage(title="Opptatt", slug="lite", locale=home.locale))

    report = load(small)

    assert [problem.file for problem in report.errors] == ["course/course.yaml"]
    assert not LessonPage.objects.exists()
    assert not Page.objects.filter(slug="lite", locale__language_code="nb").exists()


def test_what_the_admin_would_refuse_a_package_cannot_bring_in(small):
    replace(small, ONE, "- [ ] Nei | Tja.", f"- [ ] {'x' * 400} | Tja.")
    report = load(small)
    assert [(problem.file, problem.line) for problem in report.errors] == [(ONE, 17)]
    assert not LessonPage.objects.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "words"),
    [
        ("package.yaml", "format: 1", "format: 2", 1, "format 1"),
        ("package.yaml", "languages: [nb, da]", "languages: [da]", 5, "nb"),
        ("package.yaml", "key: lite", "key: Lite kurs", 2, "small letters"),
        ("package.yaml", "version: 1", "version: 1\nversion: 2", 8, "twice"),
        ("package.yaml", "version: 1", "version: 1\nsecret: x", 8, "not known"),
        ("package.yaml", "title: {nb: Lite, da: Lille}", "title: {nb: Lite}", 3, "missing in da"),
        ("package.yaml", "title: {nb: Lite, da: Lille}", "title: &a {nb: L, da: L}\nlicence2: *a", 4, "aliases"),
        ("package.yaml", "key: lite", "key: !!python/object:os.system x", 2, ""),
        ("course/course.yaml", "slug: lite", "slug: ../admin", 2, "small letters"),
        ("course/course.yaml", "slug: lite\n", "", 1, "missing"),
        ("course/course.yaml", "key: listening-1", "key: 7", 7, "wrong kind"),
        ("course/00-start/module.yaml", "key: start", "key: [start", 2, ""),
        (ONE, "minutes: 4", "minutes: 400", 5, "1 to 60"),
        (ONE, "minutes: 4", "minutes: true", 5, "wrong kind"),
        (ONE, "goals: [listening-1]", "goals: [flying-1]", 0, "flying-1"),
        (ONE, "goals: [listening-1]", "goals: listening-1", 6, "wrong kind"),
        (ONE, "title: Leksjon en nb", "title: ''", 3, "empty"),
        (ONE, "Noen ord.", "# Noen ord.", 9, "##"),
        (ONE, "::: chat title", "::: rap title", 11, "'rap'"),
        (ONE, 'chat title="Slik"', 'chat colour=red', 11, "title"),
        (ONE, "Mira: hei", "Mira sier hei", 12, "a colon"),
        (ONE, "- [ ] Nei | Tja.", "- [ ] Nei", 20, "why"),
        (ONE, "- [x] Ja", "- [ ] Ja", 17, "[x]"),
        (ONE, "check key=c1", "check", 17, "key"),
        (ONE, "reflection key=r1", "reflection key=c1", 23, "taken"),
        (ONE, "Hva tenker du?\n:::", "Hva tenker du?", 23, "never closed"),
        (ONE, "Hva tenker du?", "", 23, "empty"),
        (ONE, "---\nNoen", "Noen", 1, "---"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_file_and_line_and_nothing_is_written(small, name, old, new, line, words):
    replace(small, name, old, new)
    report = load(small)
    said = [(problem.file, problem.line) for problem in report.errors if words in problem.reason]
    assert (name, line) in said, str(report)
    assert nothing_was_written(report)


def test_everything_that_is_wrong_is_said_at_once(small):
    replace(small, ONE, "minutes: 4", "minutes: 400")
    replace(small, "course/00-start/module.yaml", "summary:", "sumary:")
    assert {problem.file for problem in load(small).errors} >= {ONE, "course/00-start/module.yaml"}


def test_languages_of_a_lesson_must_tell_the_same(small):
    replace(small, ONE.replace(".nb.", ".da."), "check key=c1", "check key=c2")
    (small / "course/00-start/02-to/lesson.da.md").unlink()
    report = load(small)
    assert [(p.file, p.line) for p in report.errors] == [
        (ONE.replace(".nb.", ".da."), 17), ("course/00-start/02-to/lesson.da.md", 0),
    ]  # fmt: skip
    assert nothing_was_written(report)


def test_two_lessons_never_share_a_key(small):
    for language in ("nb", "da"):
        replace(small, f"course/00-start/02-to/lesson.{language}.md", "key: to", "key: en")
    report = load(small)
    assert ["'en'" in problem.reason for problem in report.errors] == [True]
    assert nothing_was_written(report)


@pytest.mark.parametrize("name", ["course/00-start/01-en/secrets.env", "course/00-start/01-EN/lesson.nb.md", "x.py", "course/../up.yaml"])
def test_files_that_nobody_knows_are_refused(small, name):
    change(small, name, "hei")
    report = load(small)
    assert len(report.errors) >= 1
    assert nothing_was_written(report)


def test_links_are_never_followed(small, tmp_path):
    secret = tmp_path / "secret.md"
    secret.write_text("CANARY-SECRET")
    (small / "course/00-start/01-en/lesson.nb.md").unlink()
    (small / "course/00-start/01-en/lesson.nb.md").symlink_to(secret)
    (small / "questions").symlink_to(tmp_path)
    report = load(small)
    assert {"course/00-start/01-en/lesson.nb.md", "questions"} <= {problem.file for problem in report.errors}
    assert "CANARY" not in str(report)
    assert nothing_was_written(report)


def test_what_is_not_utf8_or_too_large_or_not_there_is_said(small, tmp_path):
    (small / ONE).write_bytes(b"---\nkey: \xff\n")
    change(small, "rubric.yaml", "x" * 1_000_001)
    said = {(problem.file, problem.line) for problem in load(small).errors}
    assert {(ONE, 2), ("rubric.yaml", 0)} <= said
    assert [p.file for p in load(tmp_path / "nowhere").errors] == ["nowhere"]
    (tmp_path / "empty").mkdir()
    assert [p.file for p in load(tmp_path / "empty").errors] == ["package.yaml"]


WITH_MEDIA = """
::: image file=media/fjord.png alt="En fjord"
Kveld
:::

::: video file=media/film.mp4 captions=media/film.vtt poster=media/fjord.png title="Film"
Det som sies
:::

::: audio file=media/lyd.mp3 title="Lyd"
:::

::: download file=media/ark.pdf title="Ark"
En linje
:::

::: flip title="Ord"
- Forside | Bakside
:::
"""


def with_media(small, text=WITH_MEDIA, **files):
    """The first lesson in both languages with everything that has files."""
    drawn = BytesIO()
    Pillow.new("RGB", (30, 20), "navy").save(drawn, "PNG")
    kept = {"fjord.png": drawn.getvalue(), "film.mp4": FILM, "film.vtt": VTT, "lyd.mp3": SOUND, "ark.pdf": b"%PDF-1.7", **files}
    (small / "media").mkdir()
    for name, content in kept.items():
        (small / "media" / name).write_bytes(content)
    for language in ("nb", "da"):
        path = small / f"course/00-start/01-en/lesson.{language}.md"
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    return small


def test_pictures_films_sound_and_papers_come_along_once(small):
    with_media(small)

    report = load(small)

    assert report.errors == []
    picture, film, sound, paper, cards = [child.value for child in lesson().body][-5:]
    assert (picture["image"].contextual_alt_text, picture["caption"]) == ("En fjord", "Kveld")
    assert (film["title"], film["transcript"], film["poster"].pk) == ("Film", "Det som sies", picture["image"].pk)
    assert [doc.filename.split(".")[-1] for doc in (film["video"], film["captions"], sound["audio"], paper["file"])] == [
        "mp4",
        "vtt",
        "mp3",
        "pdf",
    ]
    assert [(card["front"], card["back"]) for card in cards["cards"]] == [("Forside", "Bakside")]
    assert (Document.objects.count(), Image.objects.count()) == (4, 1)

    again = load(small)
    assert (again.errors, again.made, again.changed) == ([], {}, {})
    assert (Document.objects.count(), Image.objects.count()) == (4, 1)


@pytest.mark.parametrize(
    ("text", "files", "reason"),
    [
        ("\n::: video file=media/none.mp4 title=F\n:::\n", {}, "there is no file 'media/none.mp4'"),
        ("\n::: video title=F\n:::\n", {}, "video needs a file"),
        ("\n::: image file=media/fjord.png\n:::\n", {}, "a picture needs alt="),
        ("\n::: image file=media/ark.pdf alt=x\n:::\n", {}, "'media/ark.pdf' does not fit here"),
        ("\n::: video file=media/ark.pdf title=F\n:::\n", {}, "Choose a film"),
        ("\n::: flip\nno card\n:::\n", {}, "a card is"),
        ("", {"film.mp4": b"<html>"}, "is not what its name says"),
        ("", {"fjord.png": b"GIF89a"}, "not the picture its name says"),
        ("", {"evil.svg": b"<svg>"}, "not taken"),
    ],
)
def test_what_is_wrong_with_media_is_said_and_nothing_is_written(small, text, files, reason):
    report = load(with_media(small, text, **files))
    assert any(reason in problem.reason for problem in report.errors), report.errors
    assert (LessonPage.objects.count(), Document.objects.count()) == (0, 0)

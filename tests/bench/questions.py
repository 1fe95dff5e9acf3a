"""Ten thousand questions as Moodle writes them, read into a bank, once, in a process of its own."""

import json
import os
import resource
import tempfile
import time
from pathlib import Path

import django

django.setup()

from courses.exchange.foreign.items import Notes  # noqa: E402
from courses.exchange.foreign.shelf import bring_in  # noqa: E402
from courses.quizzes.bank import Question  # noqa: E402

COUNT, BANK = 10_000, "bench-import"
WORDS = "Noen skriver at de ikke orker mer, og du har lyst til å hjelpe. "


def question(number: int) -> str:
    answers = "".join(
        f'<answer fraction="{100 if n == 1 else 0}" format="html"><text><![CDATA[<p>Svar {n} på {number}: {WORDS}</p>]]></text>'
        f'<feedback format="html"><text><![CDATA[<p>Fordi {number}.{n}. {WORDS}</p>]]></text></feedback></answer>'
        for n in range(4)
    )
    return (
        f'<question type="multichoice"><name><text>Spørsmål {number}</text></name><questiontext format="html"><text>'
        f"<![CDATA[<p>{number}: {WORDS * 3}</p>]]></text></questiontext><single>true</single>{answers}</question>\n"
    )


def written(path: Path) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n')
        out.write('<question type="category"><category><text>$course$/top/law</text></category></question>\n')
        for number in range(COUNT):
            out.write(question(number))
        out.write("</quiz>\n")
    return path


def main() -> None:
    Question.objects.filter(bank=BANK).delete()
    steps: list[int] = []
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder) / "questions.xml")
        begun = time.monotonic()
        with path.open("rb") as file:
            report = bring_in(file, "moodle", Notes(), bank=BANK, area="role", by=None, dry=False,
                              progress=lambda done, _all: steps.append(done))  # fmt: skip
        seconds = time.monotonic() - begun
        size = os.path.getsize(path)
    kept = Question.objects.filter(bank=BANK).count()
    Question.objects.filter(bank=BANK).delete()
    answer = {
        "questions": kept, "errors": len(report.errors), "steps": len(steps), "seconds": seconds, "file": size / 1e6,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }  # fmt: skip
    print(json.dumps(answer))


main()

"""A small package on disk: one course, one module, two lessons, in bokmål and Danish."""

from pathlib import Path

PACKAGE = """format: 1
key: lite
title: {nb: Lite, da: Lille}
source_language: nb
languages: [nb, da]
licence: CC-BY-SA-4.0
version: 1
"""
COURSE = """key: lite
slug: lite
title: {nb: Lite kurs, da: Lille kursus}
summary: {nb: Om kurset, da: Om kurset}
intro: {nb: Velkommen, da: Velkommen}
goals:
  - key: listening-1
    text: {nb: Du kan lytte, da: Du kan lytte}
"""
MODULE = """key: start
title: {nb: Start, da: Start}
summary: {nb: Begynn her, da: Begynd her}
"""
LESSON = """---
key: KEY
title: TITLE
summary: Én idé.
minutes: 4
goals: [listening-1]
open_to_all: false
---
Noen ord.

::: chat title="Slik"
Mira: hei
* Rype: Hei: så fint!
> Et kolon i svaret.
:::

::: check key=c1
Hva nå?
- [x] Ja | Fint.
- [ ] Nei | Tja.
:::

::: reflection key=r1
Hva tenker du?
:::
"""


def write_package(root: Path) -> Path:
    """Write it under `root` and say where."""
    files = {"package.yaml": PACKAGE, "course/course.yaml": COURSE, "course/00-start/module.yaml": MODULE}
    for number, key in enumerate(("en", "to"), 1):
        for language in ("nb", "da"):
            text = LESSON.replace("KEY", key).replace("TITLE", f"Leksjon {key} {language}")
            files[f"course/00-start/0{number}-{key}/lesson.{language}.md"] = text
    for name, text in files.items():
        change(root, name, text)
    return root


def change(root: Path, name: str, text: str) -> None:
    """Write one file, whatever was there."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def replace(root: Path, name: str, old: str, new: str) -> None:
    """Change words in one file; they must be there."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    change(root, name, text.replace(old, new))

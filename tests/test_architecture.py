"""The arrows: an import that points upwards, or a Django import in a pure sum, breaks the build."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# From the ground up; everything may import what stands before it, nothing may import what stands after it.
LADDER = [
    "lms.audit", "lms.kernel", "lms.people", "lms.notify", "lms.live", "lms.privacy", "lms.ui",
    "cms",
    "courses.outline", "courses.progress", "courses.offline", "courses.quizzes", "courses.dialogues", "courses.exchange",
    "certification.programmes", "certification.practice", "certification.cohorts", "certification.assessment",
    "certification.decisions", "certification.elsewhere", "certification.credentials", "certification.letters", "certification.webhooks", "certification.reports",
]  # fmt: skip
SUMS = {"rules", "decision", "doubling", "agreement", "calibration", "pictures"}  # plain values in, plain values out
ANATOMY = ["states", "models", "rules", "queries", "predicates", "actions", "forms", "views", "urls"]


def modules():
    for package in ("lms", "cms", "courses", "certification"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ".".join(path.relative_to(ROOT).with_suffix("").parts)


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rung(name):
    """The place of a module on the ladder; None for composing files at the roots of `lms` and the packages."""
    for number, room in enumerate(LADDER):
        if name == room or name.startswith(room + "."):
            return number
    return None


@pytest.mark.parametrize(("path", "name"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_arrows_point_down(path, name):
    here = rung(name)
    for imported in imports(path):
        if not imported.startswith(("lms", "cms", "courses", "certification")):
            continue
        there = rung(imported)
        if here is not None and there is not None:
            assert there <= here, f"{name} imports {imported}, which stands above it"
        if here is not None and imported in ("lms.settings", "lms.urls", "lms.policy"):
            raise AssertionError(f"{name} imports {imported}: composing files are imported by nobody")


@pytest.mark.parametrize(("path", "name"), [(p, n) for p, n in modules() if p.stem in SUMS], ids=lambda v: v if isinstance(v, str) else "")
def test_sums_know_no_django(path, name):
    assert not [i for i in imports(path) if i.split(".")[0] in ("django", "wagtail")]


@pytest.mark.parametrize(("path", "name"), list(modules()), ids=lambda value: value if isinstance(value, str) else "")
def test_inside_a_slice_the_anatomy_points_one_way(path, name):
    if path.stem not in ANATOMY:
        return
    slice_name = name.rsplit(".", 1)[0]
    for imported in imports(path):
        head, _, last = imported.rpartition(".")
        if head == slice_name and last in ANATOMY:
            assert ANATOMY.index(last) <= ANATOMY.index(path.stem), f"{name} imports {imported}"


def test_nobody_listens_to_save():
    for path, name in modules():
        assert not [i for i in imports(path) if "post_save" in i or "pre_save" in i], name

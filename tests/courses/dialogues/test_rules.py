from courses.dialogues import rules
from courses.dialogues.rules import Fault, Node


def kinds(*nodes):
    return [(fault.kind, fault.node, fault.to) for fault in rules.faults(nodes)]


def test_a_dialogue_that_can_be_walked_has_no_faults():
    assert kinds(Node("a", ("b", "c")), Node("b", ("c", "a")), Node("c", (), True)) == []


def test_what_nobody_can_come_to_is_named():
    assert kinds(Node("a", ("end",)), Node("lost", ("end",)), Node("end", (), True)) == [("unreachable", "lost", "")]
    assert kinds(Node("a", ("end",)), Node("x", ("y",)), Node("y", ("x", "end")), Node("end", (), True)) == [
        ("unreachable", "x", ""), ("unreachable", "y", "")
    ]  # fmt: skip


def test_dead_ends_and_replies_to_nowhere_are_named():
    assert kinds(Node("a", ("b", "end", "gone")), Node("b"), Node("end", (), True)) == [("nowhere", "a", "gone"), ("dead_end", "b", "")]


def test_a_circle_without_a_way_out_is_named():
    assert kinds(Node("a", ("b", "end")), Node("b", ("c",)), Node("c", ("b",)), Node("end", (), True)) == [
        ("endless", "b", ""), ("endless", "c", "")
    ]  # fmt: skip


def test_other_ways_to_go_wrong():
    assert kinds(Node("a", ("a",))) == [("endless", "a", ""), ("no_end", "", "")]
    assert kinds(Node("a", ("b",)), Node("b", ("a",), True)) == [("goes_on", "b", "")]
    assert kinds(Node("a", ("b",)), Node("b", (), True), Node("b", (), True)) == [("twice", "b", "")]
    assert rules.faults([]) == [Fault("no_end")]


def test_an_empty_line_begins_a_new_message():
    assert rules.bubbles("hei\r\n\r\n det er dumt\nikke sant \n\n\n") == ["hei", "det er dumt\nikke sant"]

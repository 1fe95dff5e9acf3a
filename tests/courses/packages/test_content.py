"""What we promise about the texts: easy, whole in every language, in our own words, and every goal taught and asked."""

import re
from collections import Counter

import pytest

from courses.exchange.reading import HARDEST, messages, passages, reading_of, sentences_of, words_of
from tests.courses.packages.shelf import documents, everything, folders, lessons, packages, parts, questions

LANGUAGES = ("nb", "da", "en")
ASKED = ("chatvert", "mentor", "veileder")  # the packages with questions
MOST_WORDS = 20  # in a sentence
STEM_WORDS = 60  # in what a question tells before it asks

# Words that give a language away: the other two do not have them, or mean by them something nobody writes about here.
GIVE_AWAY = {
    "nb": "jeg deg meg seg hva noe noen etter gjør mye ble fra nei ikke og være hvis også sånn hvordan til med som det er",
    "da": "jeg mig sig hvad noget nogen efter gør meget blev fra nej ikke og være hvis også sådan hvordan af nu til med som det er",
    "en": "the and you with what that this they not when your it's don't i'm was from about",
}
# The commonest small words of each language. Bokmål and Danish share most of theirs, so only those that differ count between the two.
SMALL = {
    "nb": "og er det i på til med som en et ikke du jeg deg meg seg av hva noe noen etter så da nå også fra men når du blir ble være den de vi kan skal må vil mye inn ut selv sånn henne gjør si sier",
    "da": "og er det i på til med som en et ikke du jeg dig mig sig af hvad noget nogen efter så nu også fra men når bliver blev være den de vi kan skal må vil meget ind ud selv sådan hende lave sige",
    "en": "and is with as an not you of what some after then now also from but when the they we must that this your are was which who",
}
# What we do not call things (domain.md §6.3), and what we never say of anybody.
NEVER = {
    "nb": r"økt(a|en|er|ene)?|sesjon\w*|stryk|dumpe\w*|klient\w*|pasient\w*|sensor(en|er)?|begå\w* selvmord|begikk selvmord",
    "da": r"session\w*|dumpe\w*|klient\w*|patient\w*|rådgiver\w*|censor\w*|begå\w* selvmord|begik selvmord",
    "en": r"session\w*|fail(s|ed|ing|ure|ures)?|clients?|patients?|commit\w* suicide|successful suicide",
}
HEAVY = {
    "nb": r"selvmord|ta livet (ditt|sitt|mitt)|selvskad|voldt|overgrep|\bvold\b",
    "da": r"selvmord|tage (dit|sit|mit) eget liv|selvskad|voldt|overgreb|\bvold\b",
    "en": r"suicid|kill(ing)? (yourself|himself|herself|myself)|self-harm|\bviolence\b|\babuse",
}


def lines(found):
    """What is wrong, one line each, as a failing test shows it."""
    return [" · ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in found]


def tokens(text):
    return {word.lower().replace("’", "'") for word in words_of(text)}


# --- lessons ---------------------------------------------------------------------------------------------------------------


def young():
    """The packages young people read."""
    return [package for package in packages().values() if package.readers == "young"]


def test_every_lesson_for_young_people_is_easy_to_read():
    measured = [
        (text, reading_of(passages(text)).lix) for package in young() for one in package.course_lessons for text in one.texts.values()
    ]
    assert len(measured) > 100
    assert not lines((text.file, round(lix, 1)) for text, lix in measured if lix > HARDEST)


def test_no_sentence_of_a_lesson_is_longer_than_twenty_words():
    sentences = ((text.file, one) for _code, text in lessons() for passage in passages(text) for one in sentences_of(passage))
    assert not lines((file, one) for file, one in sentences if len(words_of(one)) > MOST_WORDS)


def test_a_lesson_takes_three_to_seven_minutes_and_says_so_rightly():
    """Two hundred words a minute at most; the rest is time to think and try, but not more than the words carry."""
    found = []
    for _code, text in lessons():
        words = reading_of([*passages(text), *messages(text)]).words
        if not 3 <= text.minutes <= 7 or not 40 <= words / text.minutes <= 200:
            found.append((text.file, f"{words} words in {text.minutes} minutes"))
    assert not lines(found)


def test_a_heading_fits_on_a_phone():
    """Two lines of a title and of a heading at 360 pixels, and no word that is wider than the screen."""
    headings = [
        (text.file, one, 44) for _code, text in lessons() for one in re.findall(r"^#+ (.+)$", "\n".join(passages(text)), re.MULTILINE)
    ]
    titles = [(text.file, text.title, 46) for _code, text in lessons()]
    assert not lines(
        (file, one) for file, one, most in titles + headings if len(one) > most or max(map(len, words_of(one)), default=0) > 22
    )


def test_every_lesson_of_the_chat_hosts_has_a_chat_to_read_something_to_try_and_a_reflection():
    missing = [
        (text.file, kind)
        for one in packages()["chatvert"].course_lessons
        for text in one.texts.values()
        for kind in ("chat", "check", "reflection")
        if kind not in {block.kind for block in text.blocks}
    ]
    assert not lines(missing)


def test_every_answer_of_a_check_has_an_explanation_of_its_own():
    for _code, text in lessons():
        for block in text.blocks:
            if block.kind == "check":
                reasons = [option["why"] for option in block.value["options"]]
                assert len(set(reasons)) == len(reasons), text.file


def test_where_no_markdown_is_read_none_is_written():
    """Cards, checks, chats and reflections are shown as they stand: a star would be read as a star."""
    found = [
        (text.file, block.kind, hit.group())
        for _code, text in lessons()
        for block in text.blocks
        if block.kind in ("chat", "check", "flip", "reflection", "content_note")
        for hit in re.finditer(r"\*\*|\]\(|^#+ ", str(block.value), re.MULTILINE)
    ]
    assert not lines(found)


def test_a_heavy_lesson_says_so_first():
    """A word in a callout about safety is a pointer; a chat or a paragraph about it is the subject."""
    found = []
    for code, text in lessons():
        told = [block.value for block in text.blocks if block.kind == "chat"]
        chat = " ".join(line["text"] for value in told for line in value["lines"])
        if re.search(HEAVY[code], chat, re.IGNORECASE) and text.blocks[0].kind != "content_note":
            found.append(text.file)
    assert not found


def test_a_quiz_that_asks_about_danger_says_so_before_it_begins():
    silent = [
        (file, code)
        for file, quiz in documents("quizzes/")
        if any(row["critical"] for row in quiz["draw"])
        for code in LANGUAGES
        if not re.search(HEAVY[code], quiz["intro"][code], re.IGNORECASE)
    ]
    assert not lines(silent)


# --- languages and words -------------------------------------------------------------------------------------------------------


def test_everything_is_said_in_every_language():
    for package in packages().values():
        assert set(package.languages) == set(LANGUAGES)
    count = Counter(said.language for said in everything())
    assert len(set(count.values())) == 1, count


def test_no_text_of_one_language_is_left_in_another():
    found = []
    for said in everything():
        mine = set(GIVE_AWAY[said.language].split())
        foreign = {word for code in LANGUAGES if code != said.language for word in GIVE_AWAY[code].split()} - mine
        if hits := foreign & tokens(said.text):
            found.append((said.where, said.language, sorted(hits), said.text[:80]))
    assert not lines(found)


def likeliest(text):
    """The languages whose own small words a text uses most; all that tie. Words that two languages share tell nothing between them."""
    spoken = re.sub(r"\]\([^)]*\)", "]", text)  # an address has "da" in it, and "da" is a word in bokmål
    said = Counter(word.lower().replace("’", "'") for word in words_of(spoken))
    mine = {code: set(words.split()) for code, words in SMALL.items()}
    only = {code: mine[code] - set().union(*(mine[other] for other in SMALL if other != code)) for code in SMALL}
    score = {code: sum(said[word] for word in only[code]) for code in SMALL}
    best = max(score.values())
    return {code for code, found in score.items() if found == best}


def test_the_detector_knows_the_three_languages_apart():
    assert likeliest("Nå vet du hva noen skrev etter at de hadde fått hjelp av deg.") == {"nb"}
    assert likeliest("Nu ved du, hvad nogen skrev, efter at de havde fået hjælp af dig.") == {"da"}
    assert likeliest("Begynd småt. Læs om [at være vejleder](/da/kommuner/veileder/).") == {"nb", "da", "en"}
    assert likeliest("Now you know what some of them wrote after they had help from you.") == {"en"}


def test_every_long_text_counts_as_its_own_language_by_its_small_words():
    long = [said for said in everything() if len(words_of(said.text)) >= 25]
    assert len(long) > 1000
    assert not lines((said.where, said.language, said.text[:90]) for said in long if said.language not in likeliest(said.text))


def test_nothing_is_called_what_we_do_not_call_it():
    found = [
        (said.where, said.language, hit.group(), said.text[:80])
        for said in everything()
        for hit in re.finditer(rf"\b(?:{NEVER[said.language]})\b", said.text, re.IGNORECASE)
    ]
    assert not lines(found)


def test_english_has_english_quotation_marks():
    assert not lines((said.where, said.text[:80]) for said in everything() if said.language == "en" and re.search("[«»]", said.text))


def test_no_lesson_leads_out_of_the_service():
    """No addresses and no numbers to call: help numbers come from the organisation's settings, with the date they were checked."""
    found = [
        (said.where, said.text[:80])
        for said in everything()
        if "/lesson." in said.where and re.search(r"https?://|www\.|\b\d{2,3} \d{2,3} \d{2,3}\b|\b\d{8}\b", said.text)
    ]
    assert not lines(found)


# --- goals -----------------------------------------------------------------------------------------------------------------------


def test_every_goal_has_a_lesson():
    for name, package in packages().items():
        goals = {key for key, _text in package.course.goals} if package.course else set()
        assert goals - {goal for one in package.course_lessons for text in one.texts.values() for goal in text.goals} == set(), name


# What one knows, or does for oneself: no chat can show it.
NOT_IN_A_CHAT = {"role-1", "role-5", "law-2", "law-3", "law-4", "care-1", "care-3", "care-4", "care-5"}


def goals_of(name):
    return {key for key, _text in packages()[name].course.goals}


@pytest.mark.parametrize("package", ASKED)
def test_every_goal_has_a_question(package):
    assert goals_of(package) == {goal for one in questions(package) for goal in one["goals"]}


def test_every_goal_that_a_chat_can_show_is_looked_at_in_practice():
    [rubric] = [found for file, found in documents() if file == "chatvert/rubric.yaml"]
    seen = {goal for group in rubric["groups"] for one in group["criteria"] for goal in one["goals"]}
    assert seen == goals_of("chatvert") - NOT_IN_A_CHAT


# --- questions ---------------------------------------------------------------------------------------------------------------------


of_every_bank = pytest.mark.parametrize("bank", ASKED)


@of_every_bank
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_option_has_an_explanation_of_its_own(code, bank):
    for question in questions(bank):
        reasons = [part["why"][code] for part in parts(question) if "why" in part]
        assert len(set(reasons)) == len(reasons), question["key"]
        for option in question.get("options", ()):
            assert option["why"][code].strip(), question["key"]


@of_every_bank
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_stem_is_short(code, bank):
    assert not [one["key"] for one in questions(bank) if len(words_of(one["stem"][code])) > STEM_WORDS]


def test_the_bank_asks_in_every_kind():
    assert {one["kind"] for one in questions("chatvert")} == {
        "single",
        "multiple",
        "next_message",
        "order",
        "match",
        "case",
        "spot_line",
        "true_false",
        "short_text",
        "rate_replies",
    }


def test_no_rating_of_a_panel_is_invented():
    """Real people rate in the house that uses the bank; a package that brought numbers would speak for a panel that never met."""
    replies = [reply for one in questions("chatvert") if one["kind"] == "rate_replies" for reply in one["replies"]]
    assert len(replies) == 16
    assert not [reply for reply in replies if {"professionals", "youth"} & set(reply)]


@of_every_bank
def test_a_stem_plays_no_trick_with_a_not(bank):
    trick = {"nb": r"\b(IKKE|UNNTATT|unntatt)\b", "da": r"\b(IKKE|UNDTAGEN|undtagen)\b", "en": r"\b(NOT|EXCEPT|except)\b"}
    assert not [one["key"] for one in questions(bank) for code in LANGUAGES if re.search(trick[code], one["stem"][code])]


@of_every_bank
def test_only_safety_and_law_are_critical(bank):
    assert {one["area"] for one in questions(bank) if one["critical"]} <= {"safety", "law"}


def is_longest(options, words=lambda option: option["text"]):
    return max(options, key=lambda option: len(words(option)))["right"]


@of_every_bank
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_right_answer_cannot_be_found_by_its_length(code, bank):
    """Chance would make it the longest in a third of the questions with three options; in no part of the bank in most of them."""
    plain = [one for one in questions(bank) if one["kind"] in ("single", "next_message")]
    longest = [one for one in plain if is_longest(one["options"], lambda option: option["text"][code])]
    assert 0.2 < len(longest) / len(plain) < 0.36
    asked, found = Counter(one["area"] for one in plain), Counter(one["area"] for one in longest)
    assert {area: found[area] for area in asked if found[area] > 0.5 * asked[area]} == {}


def checks(code):
    """The answers of every check of the lessons in one language."""
    return [block.value["options"] for language, text in lessons() if language == code for block in text.blocks if block.kind == "check"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_good_answer_of_a_check_stands_anywhere_and_is_the_longest_as_often_as_by_chance(code):
    asked = checks(code)
    places = Counter(next(n for n, option in enumerate(options) if option["right"]) for options in asked)
    assert len(asked) > 60
    assert max(places.values()) - min(places.values()) <= 0.1 * len(asked)
    assert 0.2 < sum(map(is_longest, asked)) / len(asked) < 0.45


def test_the_good_answer_of_a_check_is_the_same_one_in_every_language():
    rights = {code: [[option["right"] for option in options] for options in checks(code)] for code in LANGUAGES}
    assert rights["nb"] == rights["da"] == rights["en"]


# --- quizzes -------------------------------------------------------------------------------------------------------------------------


def quizzes():
    return {found["key"]: found for file, found in documents("quizzes/") if file.startswith("chatvert/")}


def test_the_first_quiz_asks_only_about_what_was_read_by_then():
    assert {tuple(row["modules"]) for row in quizzes()["rolle-og-trygghet"]["draw"]} == {("velkommen", "rolle")}


BLUEPRINT = {"role": (4, 0), "listening": (9, 0), "map": (5, 0), "agency": (5, 0), "safety": (8, 6), "law": (6, 4), "care": (3, 0)}


def drawn(quiz):
    """How many questions of each area, and how many of them critical."""
    areas = {row["area"] for row in quiz["draw"]}
    mine = {area: [row for row in quiz["draw"] if row["area"] == area] for area in areas}
    return {area: (sum(r["count"] for r in rows), sum(r["count"] for r in rows if r["critical"])) for area, rows in mine.items()}


def total(quiz):
    return sum(row["count"] for row in quiz["draw"])


def test_the_final_quiz_has_forty_questions_as_the_blueprint_has_them():
    assert drawn(quizzes()["sluttquiz"]) == BLUEPRINT
    assert (total(quizzes()["sluttquiz"]), quizzes()["sluttquiz"]["minutes"]) == (40, 30)


def test_the_renewal_quiz_has_twelve():
    assert total(quizzes()["fornying"]) == 12


def test_every_module_has_a_quiz_of_six_that_may_be_taken_as_often_as_one_likes():
    modules = {module.key for module in packages()["chatvert"].course.modules}
    of_modules = {key.removeprefix("modul-"): quiz for key, quiz in quizzes().items() if key.startswith("modul-")}
    assert modules <= set(of_modules)
    assert {total(quiz) for quiz in of_modules.values()} == {6}
    assert not [key for key, quiz in of_modules.items() if {"max_attempts", "minutes", "retry_hours"} & set(quiz)]


def test_the_quiz_of_a_module_asks_about_that_module():
    for key, quiz in quizzes().items():
        named = {name for row in quiz["draw"] for name in row.get("modules", ())}
        assert key == "rolle-og-trygghet" or named <= {key.removeprefix("modul-")}


def test_whoever_tries_the_final_quiz_twice_can_meet_only_other_questions():
    """Every pool holds twice what is drawn from it."""
    there = Counter((one["area"], one["critical"]) for one in questions("chatvert"))
    for row in quizzes()["sluttquiz"]["draw"]:
        assert there[row["area"], row["critical"]] >= 2 * row["count"], row


def test_the_bank_has_at_least_a_hundred_and_sixty_questions():
    assert len(questions("chatvert")) >= 160


def test_three_levels_stand_near_what_the_blueprint_wants():
    count = Counter(one["level"] for one in questions("chatvert"))
    share = {level: number / count.total() for level, number in count.items()}
    assert 0.25 <= share["remember"] <= 0.35
    assert 0.45 <= share["apply"] <= 0.55
    assert 0.15 <= share["judge"] <= 0.25


# --- agreements -----------------------------------------------------------------------------------------------------------------------


def agreements():
    return {found["key"]: (file.rsplit("/", 1)[0], found) for file, found in documents("agreements/")}


def agreement_text(name, code):
    package, path = agreements()[name][0].split("/", 1)
    return folders()[package].texts[f"{path}/text.{code}.md"]


AGREEMENTS = ("confidentiality", "code-of-conduct", "data-notice", "practice-partner")


@pytest.mark.parametrize("name", AGREEMENTS)
def test_an_agreement_can_be_read_by_whoever_is_asked_to_sign_it(name):
    for code in LANGUAGES:
        assert reading_of([agreement_text(name, code)]).lix <= HARDEST
        points = agreements()[name][1]["summary"][code].strip().splitlines()
        assert 4 <= len(points) <= 7
        assert not [point for point in points if len(words_of(point)) > MOST_WORDS]


@pytest.mark.parametrize("name", AGREEMENTS)
def test_an_agreement_says_what_must_be_verified_and_brings_no_date(name):
    """The date is set where it was checked: a package that brought one would vouch for a place it has never seen."""
    _place, found = agreements()[name]
    assert all(len(found["verify"][code].splitlines()) >= 3 for code in LANGUAGES)
    assert not {"verified_on", "verified"} & set(found)


@pytest.mark.parametrize("name", ["confidentiality", "code-of-conduct", "data-notice"])
def test_an_agreement_says_what_differs_between_norway_and_denmark_and_who_runs_the_service(name):
    for code, words in {"nb": ("norsk", "dansk", "kommune", "forening"), "da": ("norsk", "dansk", "kommune", "forening"),
                        "en": ("norwegian", "danish", "municipality", "ngo")}.items():  # fmt: skip
        assert not [word for word in words if word not in agreement_text(name, code).lower()]

"""Who is who. Everybody is invented; the addresses end in `.example` and cannot receive mail."""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from lms.people.models import Role


@dataclass(frozen=True)
class Somebody:
    """A person of the demonstration. `slug` is the part of the address before the @ and the end of /demo/as/<slug>/."""

    name: str
    alias: str
    roles: tuple[str, ...] = ()
    language: str = ""
    slug: str = field(default="")

    @property
    def handle(self) -> str:
        return self.slug or plain(self.name.split()[0])


MARKS = {ord(letter): plain for letter, plain in (("æ", "ae"), ("ø", "o"), ("å", "a"), ("ð", "d"))}


def plain(text: str) -> str:
    """Small letters without marks, for an address."""
    replaced = text.lower().translate(MARKS)
    return "".join(char for char in unicodedata.normalize("NFKD", replaced) if char.isascii() and char.isalnum())


FJORDVIK = [
    Somebody("Kari Lund", "Kari", (Role.COORDINATOR,)),
    Somebody("Siv Aas", "Siv", (Role.SUPERVISOR,)),
    Somebody("Andrea Vik", "Andrea", (Role.SUPERVISOR, Role.ASSESSOR)),
    Somebody("Carl Berg", "Carl", (Role.CERTIFIER,)),
    Somebody("Vera Moen", "Vera", (Role.VETTING,)),
    Somebody("Ed Haugen", "Ed", (Role.EDITOR,)),
    Somebody("Mari Dahl", "Mari", (Role.MENTOR,)),
    Somebody("Aud Nes", "Aud", (Role.AUDITOR,)),
    Somebody("Pål Rud", "Pål", (Role.PLATFORM,)),
    Somebody("Pia Sand", "Pia", (Role.PARTNER,)),
    Somebody("Jonas Lien", "Tjeld", (Role.PARTNER,)),
    Somebody("Live Strand", "Lerke", (Role.HOST,)),
    Somebody("Yusuf Ali", "Yusuf", (Role.PANEL,)),
]
SUNDBY = [
    Somebody("Hanne Friis", "Hanne", (Role.COORDINATOR,)),
    Somebody("Nora Holm", "Nora", (Role.SUPERVISOR, Role.MENTOR)),
    Somebody("Rasmus Lind", "Rasmus", (Role.SUPERVISOR, Role.ASSESSOR)),
    Somebody("Mikkel Juhl", "Mikkel", (Role.CERTIFIER,)),
    Somebody("Vibeke Krog", "Vibeke", (Role.VETTING,)),
    Somebody("Esben Toft", "Esben", (Role.EDITOR,)),
    Somebody("Asta Brandt", "Asta", (Role.AUDITOR,)),
    Somebody("Bo Winther", "Bo", (Role.PLATFORM,)),
    Somebody("Emma Skov", "Vipa", (Role.PARTNER,)),
    Somebody("Oscar Dam", "Stær", (Role.PARTNER,)),
    Somebody("Ida Bech", "Musvit", (Role.HOST,)),
    Somebody("Noah Kjær", "Noah", (Role.PANEL,)),
]
# The order is the order of the stories in stories.py; two of three are Norwegian.
TRAINEES_NO = [
    Somebody("Tuva Solberg", "Rype"),
    Somebody("Amina Hassan", "Svale"),
    Somebody("Hedda Krogh", "Ærfugl"),
    Somebody("Noor Rahimi", "Lom", language="en"),
    Somebody("Sunniva Eide", "Linerle"),
    Somebody("Mathis Bakke", "Ørn"),
    Somebody("Eskil Myhre", "Rødstrupe"),
    Somebody("Leander Foss", "Spove"),
    Somebody("Vilde Haug", "Steinskvett"),
    Somebody("Jakob Reite", "Fiskemåke"),
]
TRAINEES_DK = [
    Somebody("Freja Lund", "Solsort"),
    Somebody("Malthe Krag", "Isfugl"),
    Somebody("Liv Dalgaard", "Gærdesmutte"),
    Somebody("Storm Bay", "Sanglærke"),
    Somebody("Villum Frost", "Havørn"),
]
# Those who walk one of the other two programmes: a certified chat host becomes a mentor, a professional becomes a supervisor.
MENTOR_TO_BE = TRAINEES_NO[2]
SUPERVISOR_TO_BE = Somebody("Kirsten Bach", "Kirsten")


def words(text: str) -> list[str]:
    return text.split()


FIRST = {
    "nb": words("""
        Ask Birk Dina Elvira Falk Gard Hanna Ivar Jenny Kaja Lasse Maren Nils Oda Per Ragnhild Sander Tiril Ulrik
        Vilja Åse Ola Ingrid
    """),
    "da": words("""
        Alma Bjarke Clara Ditte Elias Frida Gustav Helle Ivan Johanne Kasper Laura Mads Naja Otto Pernille Rune Signe
        Tobias Viggo
    """),
}
LAST = {
    "nb": words("""
        Aune Bø Dale Engen Fjeld Grimstad Hagen Isaksen Jensrud Kvam Lien Moe Nygård Opsahl Ruud Sæther Tveit Ulven
        Vold Åsen
    """),
    "da": words("""
        Ager Bang Carstens Due Enevold Fabricius Gade Hald Iversen Jul Kofod Lauge Munk Nyborg Ovesen Palle Ravn Sejr
        Thorup Vang
    """),
}
BIRDS = {
    "nb": words("""
        Alke Bergand Dompap Enkeltbekkasin Fiskeørn Gjøk Havelle Jaktfalk Kjøttmeis Lunde Måke Nattergal Orrfugl Ravn
        Skjære Trane Vipe
    """),
    "da": words("""
        Alk Bogfinke Dompap Edderfugl Falk Gøg Hejre Jernspurv Krage Lomvie Mejse Nattergal Pirol Ravn Svane Terne
        Ugle Vibe
    """),
}


def more_trainees(language: str, seed: int, taken: set[str]) -> Iterator[Somebody]:
    """As many more as one likes: the same for the same seed. `taken` holds handles that are in use."""
    dice = random.Random(f"{seed}/{language}")
    number = 0
    while True:
        number += 1
        first, last, bird = dice.choice(FIRST[language]), dice.choice(LAST[language]), dice.choice(BIRDS[language])
        handle = plain(first)
        if handle in taken:
            handle = f"{handle}{number}"
        taken.add(handle)
        yield Somebody(f"{first} {last}", f"{bird} {number}", slug=handle)

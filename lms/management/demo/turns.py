"""What goes another way in the demonstration: an answer that was no, a worry, a renewal, a programme that changes.

Everybody and everything is invented.
"""

import json

from wagtail.actions.publish_revision import PublishRevisionAction

from certification.credentials.models import Certificate
from certification.credentials.renewal import begin_renewal
from certification.decisions import appeals, concerns
from certification.decisions.cases import Appeal, Concern
from certification.decisions.models import SignOff
from certification.programmes.sources import Programme
from lms.management.demo.deeds import Trainee
from lms.management.demo.places import Place, address_at
from lms.people.models import Person

DECLINED = {
    "nb": "I to av samtalene ble det lovet mer enn vi kan holde. Vi vil gjerne se deg øve mer på det før vi sier ja.",
    "da": "I to af chatterne blev der lovet mere, end vi kan holde. Vi vil gerne se dig øve mere på det, før vi siger ja.",
}
DISAGREES = {
    "nb": "Jeg tror dere har sett på de to første samtalene. I de to siste sa jeg tydelig hva vi kan og ikke kan.",
    "da": "Jeg tror, I har set på de to første chats. I de to sidste sagde jeg tydeligt, hvad vi kan og ikke kan.",
}
WORRIED = {
    "nb": "Rett før vakten to uker på rad virket hun veldig sliten, og sa at hun ikke rakk å ta en pause.",
    "da": "Lige før vagten to uger i træk virkede hun meget træt og sagde, at hun ikke nåede at holde en pause.",
}
TOLD = {
    "nb": "Noen har lagt merke til at du virker sliten før vaktene. Ingen er sint på deg. Vi vil gjerne høre hvordan du har det, og finne "
    "ut sammen hva som kan gjøre det lettere.",
    "da": "Nogen har lagt mærke til, at du virker træt før vagterne. Ingen er vred på dig. Vi vil gerne høre, hvordan du har det, og "
    "sammen finde ud af, hvad der kan gøre det lettere.",
}
WORKSHOPS = {  # what the newest version of the programme asks for: three hours more in one room
    "nb": ("Tre samlinger", "Noe læres best sammen: vi øver tre og tre, og den siste gangen øver vi på avslutninger. Ni timer til sammen."),
    "da": ("Tre kursusdage", "Noget lærer man bedst sammen: vi øver tre og tre, og den sidste gang øver vi afslutninger. I alt ni timer."),
    "en": (
        "Three workshops",
        "Some things are best learned together: we practise in threes, and the last time how to end. Nine hours in all.",
    ),
}


def disagree(trainee: Trainee, signoff: SignOff) -> Appeal:
    return appeals.lodge_appeal(SignOff.objects.get(pk=signoff.pk), words=DISAGREES[trainee.language], by=trainee.person)


def ask_the_neighbours(trainee: Trainee, appeal: Appeal) -> None:
    """The coordinator finds a certifier in the other house: their own has signed already."""
    email = address_at("mikkel", "sundby") if trainee.place.organisation.slug == "fjordvik" else address_at("carl", "fjordvik")
    if Person.objects.filter(email=email).exists():
        appeals.name_reviewer(appeal, email=email, by=trainee.place.coordinator)


def worry(trainee: Trainee, *, by: str) -> Concern:
    place = trainee.place
    return concerns.raise_concern(trainee.person, organisation=place.organisation, words=WORRIED[place.language], by=place.people[by])


def look_into(concern: Concern, *, by: Person) -> None:
    concerns.take_concern(concern, by=by)


def let_them_know(concern: Concern, *, by: Person) -> None:
    concerns.tell_them(concern, told=TOLD[concern.about.language], by=by)


def renew(trainee: Trainee) -> None:
    begin_renewal(Certificate.objects.get(person=trainee.person), by=trainee.person)


def change_the_programme(place: Place) -> None:
    """Three workshops instead of two: published in every language first, then frozen once, as one new version."""
    editor = place.people["ed"]
    rows = list(Programme.objects.filter(slug="chatvert", live=True).select_related("locale").order_by("pk"))
    for row in rows:
        name, why = WORKSHOPS[row.locale.language_code]
        stages = row.stages.get_prep_value()
        asked = [item["value"] for stage in stages for item in stage["value"]["requirements"]]
        next(one for one in asked if one["key"] == "workshop").update(name=name, why=why, params="hours: 9")
        row.stages = json.dumps(stages)
        PublishRevisionAction(row.save_revision(user=editor), user=editor).execute(skip_permission_checks=True)
    Programme.objects.get(pk=rows[0].pk).freeze()

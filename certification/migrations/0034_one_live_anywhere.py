"""One live certificate per person and programme, whoever gave it. Where somebody holds several, the newest stays and the others are
replaced by it, as they would be if it were given today."""

from django.db import migrations

LIVE = ("active", "suspended")


def keep_the_newest(apps, _schema):
    certificates, events = apps.get_model("certification", "Certificate"), apps.get_model("certification", "StatusEvent")
    seen = set()
    for one in certificates.objects.filter(state__in=LIVE).order_by("-issued_at", "-pk").only("person_id", "programme", "state").iterator():
        whose = (one.person_id, one.programme)
        if whose in seen:
            certificates.objects.filter(pk=one.pk).update(state="superseded")
            events.objects.create(certificate_id=one.pk, what="superseded")
        seen.add(whose)


class Migration(migrations.Migration):
    dependencies = [("certification", "0033_confirmed_anew")]
    operations = [migrations.RunPython(keep_the_newest, migrations.RunPython.noop)]

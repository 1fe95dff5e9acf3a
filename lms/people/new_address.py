"""Somebody has a new e-mail address. The new one proves itself with a code, the old one gets a letter, and other devices are signed out."""

import logging
import secrets
from smtplib import SMTPException
from typing import Any

from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from lms.audit.actions import record
from lms.kernel.errors import DomainError, Invalid
from lms.kernel.permissions import demand
from lms.people.models import Person, Session

SIGNS = "BCDFGHJKMNPQRSTVWXZ23456789"  # nothing that looks like something else, and no words
LASTS, TRIES = 15 * 60, 5
LETTERS, WINDOW = 5, 60 * 60
logger = logging.getLogger("lms.mail")


def ask_new_address(person: Person, email: str, *, by: Person) -> dict[str, Any]:
    """Send a code to the new address; what comes back belongs into the session and holds no code.

    An address that has an account here gets a letter that says so, and the answer looks the same: nobody learns who is here.
    Raises Invalid when it is the same as now, after five letters in an hour, or when no mail can be sent.
    """
    demand(by, "people.edit_self", person)
    email = email.lower()
    if email == person.email.lower():
        raise Invalid(_("That is the address you have now."))
    _count(person)
    code = "-".join("".join(secrets.choice(SIGNS) for _sign in range(4)) for _half in range(2))
    taken = Person.objects.filter(email__iexact=email).exists()
    _send(email, "address_taken" if taken else "address_code", person.language, code=code)
    return {"email": email, "mac": _mac(person, email, "" if taken else code), "until": timezone.now().timestamp() + LASTS, "tries": 0}


def confirm_new_address(person: Person, asked: dict[str, Any], code: str, *, by: Person, session_key: str | None) -> None:
    """Take the new address when the code is right; every session but this one ends. Raises Invalid otherwise and counts the try in `asked`."""
    asked["tries"] += 1
    if asked["tries"] > TRIES or asked["until"] < timezone.now().timestamp():
        raise Invalid(_("This code works no longer. Ask for a new one."), code="too_late")
    typed = "".join(sign for sign in code.upper() if sign.isalnum())
    proved = f"{typed[:4]}-{typed[4:]}"
    if len(typed) != 8 or not constant_time_compare(asked["mac"], _mac(person, asked["email"], proved)):
        raise Invalid(_("That code does not match. Look at the newest letter from us."), code="code")
    move_address(person, asked["email"], by=by, session_key=session_key)


def move_address(person: Person, email: str, *, by: Person | None, session_key: str | None = None) -> None:
    """Write the new address, end every other session, and tell the old address. `by=None` is the operator at the keyboard."""
    if by is not None:
        demand(by, "people.edit_self", person)
    old, email = person.email, email.lower()
    try:
        with transaction.atomic():
            Person.objects.filter(pk=person.pk).update(email=email)
            EmailAddress.objects.filter(user=person).delete()
            EmailAddress.objects.create(user=person, email=email, primary=True, verified=True)
            Session.objects.filter(person=person).exclude(session_key=session_key).delete()
            record("people.move_address", person, by=by, fields={"email": "changed"})
    except IntegrityError as taken:
        raise DomainError(_("There is an account with this address already."), code="taken") from taken
    person.email = email
    try:
        _send(old, "address_moved", person.language)
    except Invalid:  # the old address may be dead: that is why people move
        logger.error("the letter to an old address could not be sent")


def _count(person: Person) -> None:
    sent = f"new-address:{person.pk}"
    cache.add(sent, 0, WINDOW)
    if cache.incr(sent) > LETTERS:
        raise Invalid(_("That was many letters. Wait an hour, then try again."), code="too_many")


def _mac(person: Person, email: str, code: str) -> str:
    return salted_hmac("lms.people.new_address", f"{person.pk}:{email}:{code}", algorithm="sha256").hexdigest()


def _send(email: str, name: str, language: str, **words: str) -> None:
    """At once, since somebody waits for it."""
    with translation.override(language):
        text = render_to_string(f"emails/{name}.txt", words)
    subject, _newline, body = text.strip().partition("\n")
    try:
        EmailMessage(subject.strip(), body.strip() + "\n", to=[email]).send()
    except (SMTPException, OSError) as error:
        logger.error("a letter about an address could not be sent: %s", type(error).__name__)
        raise Invalid(_("We cannot send e-mail right now. Wait a few minutes, then try again.")) from error

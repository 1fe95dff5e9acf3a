"""What we ask of allauth's second factor: secrets encrypted in the database, and a factor just made counts at once."""

import base64
import hashlib
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.signals import authenticator_added
from cryptography.fernet import Fernet
from django.conf import settings
from django.dispatch import receiver


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"mfa:" + settings.SECRET_KEY.encode()).digest()))


class MFAAdapter(DefaultMFAAdapter):
    """A stolen database does not hold anybody's second factor."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


@receiver(authenticator_added)
def count_the_new_factor(request: Any, user: Any, authenticator: Any, **_kwargs: Any) -> None:
    """Whoever just proved a new factor need not type a second code right away."""
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)

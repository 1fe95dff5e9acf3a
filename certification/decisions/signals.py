"""What others may hear from here."""

from django.dispatch import Signal

signoff_granted = Signal()  # sender=SignOff, signoff; sent inside the transaction of the decision: an exception undoes it

pause_asked = Signal()  # sender=Concern, concern, by; inside the transaction that takes the concern

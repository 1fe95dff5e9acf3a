"""What others may hear from here. Receivers only ask for a recompute; the nightly run would do the same."""

from django.dispatch import Signal

invitation_accepted = Signal()  # sender=Invitation, invitation
role_changed = Signal()  # sender=RoleAssignment, person: somebody began or ended to hold a role
account_shut = Signal()  # sender=Person, person: nobody signs in as them any more
application_sent = Signal()  # sender=Application, application: somebody without an account would like to join
factor_taken = Signal()  # sender=Person, person, entry: their second factor was taken away, as that line of the audit trail says

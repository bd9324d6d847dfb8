"""What imports leave in the audit trail, as sentences."""

from django.utils.translation import gettext_lazy as _

from rembuk.villages import audit


def register() -> None:
    """Register the sentences of bringing files in and taking them back."""
    audit.say("people.import_undone", _("%(who)s undid the file %(subject)s: %(changes)s"))
    audit.call_field("people_removed", _("people removed"))

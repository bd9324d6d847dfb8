"""What kind of device a browser says it is, in words a person recognises."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# The first word found decides, so the more telling ones come first.
_DEVICES: tuple[tuple[str, Promise], ...] = (
    ("iPhone", gettext_lazy("iPhone")),
    ("iPad", gettext_lazy("iPad")),
    ("Android", gettext_lazy("Android phone")),
    ("Windows", gettext_lazy("Windows computer")),
    ("CrOS", gettext_lazy("Chromebook")),
    ("Macintosh", gettext_lazy("Mac computer")),
    ("Linux", gettext_lazy("Linux computer")),
)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def told(user_agent: str) -> str:
    """Return 'Android phone, Chrome' for what a browser says about itself."""
    device = next((name for word, name in _DEVICES if word in user_agent), None)
    browser = next((name for word, name in _BROWSERS if word in user_agent), None)
    if device is None:
        return _("Unknown device")
    if browser is None:
        return str(device)
    return _("%(device)s, %(browser)s") % {"device": device, "browser": browser}

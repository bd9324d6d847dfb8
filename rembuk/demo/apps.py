"""Two villages to look at: a case from two articles and an invented example."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "rembuk.demo"
    label = "demo"
    verbose_name = _("Demo")

    def ready(self) -> None:
        """Show the sign-ins of the demo where people sign in."""
        from django.utils import timezone

        from rembuk.accounts import examples
        from rembuk.demo import visitors

        # The sign-in page asks each time it is shown.
        examples.show(lambda: visitors.visitors(on=timezone.localdate()))  # noqa: TID251  # see above

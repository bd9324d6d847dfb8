"""Forms in our look: `{{ form }}` gives labels above, hints, errors and the summary of errors."""

from __future__ import annotations

from django.forms.renderers import DjangoTemplates


class FormRenderer(DjangoTemplates):
    """Renders forms and fields with this room's templates, inputs with Django's own."""

    form_template_name = "web/form/form.html"
    field_template_name = "web/form/field.html"

"""The question of a small lesson."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rembuk.enterprise.lesson_texts import Lesson
from rembuk.enterprise.lessons import NOT_YET
from rembuk.web.forms import CommandForm


class LessonForm(CommandForm):
    """One question with its answers."""

    chosen = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": _("Choose one answer.")}
    )

    def __init__(self, *args: Any, lesson: Lesson, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lesson = lesson
        chosen = self.fields["chosen"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.label, chosen.choices = str(lesson.question), lesson.answers

    def clean_chosen(self) -> str:
        """A wrong answer may be chosen again."""
        chosen = str(self.cleaned_data["chosen"])
        if chosen != self.lesson.right:
            raise forms.ValidationError(NOT_YET)
        return chosen

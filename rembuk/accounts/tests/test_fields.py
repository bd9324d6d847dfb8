"""What a field says when it is left empty: made from its label, which stays readable."""

from __future__ import annotations

import pytest
from django import forms

from rembuk.accounts.fields import in_our_words


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Nama kelompok", "Isi nama kelompok."),
        ("Nama lengkap sesuai KTP", "Isi nama lengkap sesuai KTP."),
        ("NIK", "Isi NIK."),
        ("KTP atau paspor", "Isi KTP atau paspor."),
        ("Anda ingat tahunnya", "Isi Anda ingat tahunnya."),
        ("WhatsApp keluarga", "Isi WhatsApp keluarga."),
        ("Mengapa Anda melihat data desa ini?", "Jawab: Mengapa Anda melihat data desa ini?"),
    ],
)
def test_an_empty_field_says_what_to_fill_in(label, told):
    field = forms.CharField(label=label)
    in_our_words(field)
    with pytest.raises(forms.ValidationError) as refused:
        field.clean("")
    assert refused.value.messages == [told]

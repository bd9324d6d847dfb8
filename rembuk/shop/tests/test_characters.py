"""A known character is asked about calmly, and every way out is named."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from rembuk.shop import motifs


def test_who_is_asked_about_a_character_finds_what_else_can_be_done(world, lastri):
    where = [world.here.slug, world.tailors.pk]
    why = reverse("shop:characters", args=where)
    typed = {"request_id": uuid4(), "name": "Keset Doraemon", "made": "order"}
    fresh = lastri.get(reverse("shop:show", args=where)).content.decode()
    asked = lastri.post(reverse("shop:show", args=where), typed).content.decode()
    assert why not in fresh
    assert why in asked
    page = lastri.get(why).content.decode()
    for told in ("Ganti motifnya", "Jangan tayangkan di internet", "Doraemon", motifs.LAWS):
        assert told in page
    assert reverse("enterprise:products", args=where) in page


def test_every_name_of_the_list_is_noticed():
    assert all(motifs.character_in(f"Keset {spelt}") for spelt in motifs.CHARACTERS)
    assert {motifs.character_in(spelt) for spelt in motifs.CHARACTERS} == set(motifs.names())

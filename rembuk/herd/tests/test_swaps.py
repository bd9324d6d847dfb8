"""Two villages swap bucks by cards: what a card carries, how it is read, which pair is advised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from rembuk.herd import animals, swaps
from rembuk.herd.models import Animal, Kind, SwapCard
from rembuk.herd.swaps import Card
from rembuk.herd.tests.pens import SIGNED, TODAY, came
from rembuk.herd.tests.test_bookings import booked
from rembuk.herd.tests.test_pages import address, sent, text
from rembuk.lib.errors import Refused
from rembuk.villages.tests.counting import few_queries

OLD, YOUNG = date(2022, 3, 9), date(2023, 5, 2)
THEIRS = Card("Karang Indah", "KI-7", "Boer", date(2025, 2, 1), "KARANG-INDAH-A1", Decimal("0.125"))


@pytest.fixture
def family(goats):
    """A buck, his daughter and his son by another doe."""
    buck = came(goats, "J1", sex="M", born_on=OLD, breed="Peranakan Etawah")
    does = [came(goats, f"B{n}", born_on=OLD) for n in (1, 2)]
    daughter = came(goats, "B3", born_on=YOUNG, dam=does[0], sire=buck)
    son = came(goats, "J2", sex="M", born_on=YOUNG, dam=does[1], sire=buck)
    return {"J1": buck, "J2": son, "B3": daughter}


def card_of(family, tag):
    return swaps.card_of(family[tag].group, family[tag], on=TODAY)


def received(group, card):
    return swaps.receive(group=group, text=card.code, signed=SIGNED)


def test_a_card_tells_of_the_goat_and_of_nobody(goats, family):
    card = card_of(family, "J1")
    # Kinship with his daughter is a quarter, with the two other does nought: a twelfth on average.
    assert card == Card(
        "Sumber Rejo", "J1", "Peranakan Etawah", date(2022, 3, 1),
        "SUMBER-REJO-J1", Decimal("0.0833"),
    )  # fmt: skip
    assert card_of(family, "J2").line == card.line
    assert card_of(family, "B3") is None


def test_a_father_who_is_not_sure_ends_a_line(goats, family):
    doubtful = came(goats, "J3", sex="M", sire=family["J1"], sire_certainty="LIKELY")
    bought = came(goats, "J4", sex="M", line="karang-indah-a1")
    son = came(goats, "J5", sex="M", sire=bought)
    found = swaps.lines(goats)
    assert found[doubtful.pk] == "SUMBER-REJO-J3"
    assert found[son.pk] == "KARANG-INDAH-A1"


WORDS = st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=20)


@given(village=WORDS, tag=WORDS, breed=WORDS, gain=st.integers(0, 10_000))
def test_what_is_written_is_read_however_it_is_copied(village, tag, breed, gain):
    clean = [" ".join(part.replace(";", ",").split()) for part in (village, tag, breed)]
    if not all(clean[:2]):
        return
    card = Card(*clean, None, "A-1", Decimal(gain).scaleb(-4))
    assert swaps.read(f"Kartu tukar\n{card.code}\n") == card
    shown = card.code.replace(";", " ; ").replace(" ; ", ";", 1)
    assert swaps.read(shown.replace("RBK1", "rbk1")) == card


BROKEN = [
    ("", "Tidak ada kartu"),
    ("Halo, pejantan kami bagus", "Tidak ada kartu"),
    (THEIRS.code.replace("KI-7", "KI-1"), "Satu huruf atau angka berbeda"),
    (THEIRS.code.replace("0.125", "9.125"), "Satu huruf atau angka berbeda"),
    (THEIRS.code[:-3], "Tidak ada kartu"),
]


@pytest.mark.parametrize(("typed", "says"), BROKEN)
def test_a_slip_of_the_finger_is_told(goats, typed, says):
    with pytest.raises(Refused, match=says):
        swaps.receive(group=goats, text=typed, signed=SIGNED)
    assert not SwapCard.objects.exists()


def test_the_best_swap_stands_first_and_kin_last(goats, family):
    with pytest.raises(Refused, match="desa Anda sendiri"):
        received(goats, card_of(family, "J1"))
    received(goats, THEIRS)
    less = Card("Way Seputih", "W1", "", None, "WAY-1", Decimal("0.01"))
    received(goats, less)
    akin = Card("Lain Desa", "L1", "", None, swaps.lines(goats)[family["B3"].pk], Decimal("0.5"))
    received(goats, akin)
    found = swaps.matches(goats, on=TODAY)
    assert [one.card.tag for one in found] == ["KI-7", "W1", "L1"]
    assert [one.is_good for one in found] == [True, True, False]
    # The son is nearer to the does than his father: mother and half sister.
    assert found[0].own.animal == family["J2"]
    received(goats, THEIRS)  # a newer card of the same goat stands for the older
    assert len(swaps.cards(goats, on=TODAY)) == 3
    assert not swaps.cards(goats, on=date(2028, 1, 1))


def test_a_buck_that_is_kept_for_a_buyer_is_not_given_away(karto, goats, family):
    received(goats, THEIRS)
    booked(family["J2"])
    (found,) = swaps.matches(goats, on=TODAY)
    assert found.own.animal == family["J1"]
    page = text(karto.get(address(goats, "breeding")))
    assert page.count("Dipesan sampai") == 1


def test_the_chairs_of_two_villages_swap_on_their_phones(karto, goats, family):
    page = text(karto.get(address(goats, "swap", family["J2"].pk)))
    message = unquote(page)
    assert card_of(family, "J2").code in message.replace("&amp;", "&")
    assert "Karto" not in message.split("wa.me")[1].split('"')[0]
    assert karto.get(address(goats, "swap", family["B3"].pk)).status_code == 404
    paper = karto.get(address(goats, "swap_pdf", family["J2"].pk))
    assert paper.content.startswith(b"%PDF")
    wrong = sent(karto, address(goats, "new_swap"), text="Halo")
    assert wrong.status_code == 422
    assert "Tidak ada kartu" in text(wrong)
    page = text(sent(karto, address(goats, "new_swap"), text=f"Halo Pak\n{THEIRS.code}"))
    assert "Beri J2 untuk dia." in page
    with few_queries():
        karto.get(address(goats, "swaps"))
    arrives = f"{address(goats, 'new_animal')}?card={SwapCard.objects.get().pk}"
    assert f'href="{arrives}"' in text(karto.get(address(goats, "swaps")))
    assert "KARANG-INDAH-A1" in text(karto.get(arrives))
    typed = {"tag": "KI-7", "sex": "M", "kind": "EXCHANGED", "line": THEIRS.line, "breed": "Boer"}
    sent(karto, arrives, **typed)
    new = Animal.objects.get(tag="KI-7")
    assert (swaps.lines(goats)[new.pk], new.breed) == (THEIRS.line, "Boer")
    sent(karto, address(goats, "left", family["J2"].pk), how="SWAPPED", note="Karang Indah")
    assert family["J2"].events.filter(kind=Kind.SWAPPED).exists()
    assert "Pergi karena ditukar" in text(karto.get(address(goats, "book")))
    assert "KI-7" in text(karto.get(address(goats, "animals")))


def test_the_database_keeps_cards_whole(goats):
    row = received(goats, THEIRS)
    wrong = (
        ({"tag": ""}, "herd_swapcard_says_who_it_is"),
        ({"gain": Decimal(2)}, "herd_swapcard_gain_is_a_part"),
        ({"born_in": date(2025, 2, 3)}, "herd_swapcard_born_in_a_month"),
    )
    for told, rule in wrong:
        again = SwapCard.objects.get(pk=row.pk)
        again.pk = row.pk + 1
        vars(again).update(told)
        with pytest.raises(IntegrityError, match=rule), transaction.atomic():
            again.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        SwapCard.objects.update(tag="x")


def test_breed_and_line_are_corrected_and_told(goats):
    buck = came(goats, "J1", sex="M")
    facts = animals.Facts(sex="M", tag="J1", breed=" Boer ", line="a-1")
    animals.correct(animal=buck, facts=facts, signed=SIGNED)
    assert (buck.breed, buck.line) == ("Boer", "A-1")

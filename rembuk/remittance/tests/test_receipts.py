"""Siti hears of her transfer at once, and Wati of as much as Siti lets her, as long as she does."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse

from rembuk.cash import approving
from rembuk.lib.errors import Refused
from rembuk.messaging.models import Delivery, Message
from rembuk.people import consents, households
from rembuk.people.households import HouseholdFacts
from rembuk.remittance import family, held, receipts
from rembuk.remittance.models import FamilyConsent, TransferTold
from rembuk.remittance.tests.test_divisions import GOAL, booked, divided, make_siti
from rembuk.remittance.tests.test_statements import identify, row, unknown
from rembuk.savings.tests.scenes import LIMIT_RP
from rembuk.villages.actors import Actor
from rembuk.villages.tests import stories
from rembuk.villages.tests.counting import few_queries
from rembuk.villages.tests.stories import NOW, TODAY

QUERIES = 12
DAY = TODAY.isoformat()
LATER = NOW + timedelta(hours=1)


def reached(kept, resident, phone):
    """Give somebody a phone, and let her agree to messages."""
    resident.phone = phone
    resident.save(update_fields=["phone"])
    consents.give(
        resident=resident, purpose="CONTACT", channel="PAPER", given_on=TODAY,
        by=kept.coop.world.by_adi, at=NOW,
    )  # fmt: skip


@pytest.fixture
def siti(kept):
    """Siti with her accounts, and Wati in her household; both with a phone."""
    member = make_siti(kept)
    member.village = kept.coop.group.village
    reached(kept, member.resident, "+85251234567")
    by = {"by": kept.coop.world.by_adi, "at": NOW}
    home = households.open_household(
        village=member.village, facts=HouseholdFacts(head=member.resident), **by
    )
    wati = kept.coop.resident("Wati Ningsih")
    wati.user = stories.user("wati", "Wati Ningsih")
    wati.save(update_fields=["user"])
    reached(kept, wati, "+6281234567890")
    households.join(resident=wati, household=home, **by)
    member.resident.refresh_from_db()
    return member


@pytest.fixture
def wati(siti):
    return siti.resident.household.residents.get(name="Wati Ningsih")


def lets(siti, wati, shows="GOALS", at=NOW):
    by = Actor(user=siti.resident.user)
    return family.let_hear(member=siti, resident=wati, shows=shows, by=by, at=at, today=TODAY)


def told():
    """Return who was told, and all that stands behind the link."""
    rows = Delivery.objects.order_by("pk").select_related("message")
    return [(one.name, one.message.full_text) for one in rows]


def test_without_consent_only_siti_hears(kept, siti, wati):
    booked(kept, row("TRF 000013", 500_000, DAY), row("KIRIMAN", 9_000, DAY))
    ((name, text),) = told()
    assert name == "Siti Aminah"
    assert "Rp500.000" in text
    assert TransferTold.objects.get().consent is None


# What Siti lets Wati see -> whether her goal stands in Wati's message.
@pytest.mark.parametrize(("shows", "with_goals"), [("SUM", False), ("GOALS", True)])
def test_with_consent_wati_hears_of_the_sum_and_goals_and_no_other_savings(
    kept, siti, wati, shows, with_goals
):
    divided(siti, (GOAL, 2_000, None))
    lets(siti, wati, shows)
    booked(kept, row("TRF 000013", 500_000, DAY))
    (_siti, hers), (name, text) = told()
    assert name == "Wati Ningsih"
    assert "Rp500.000" in text
    assert ("Sekolah Dimas" in text) == with_goals
    assert ("Rp100.000" in text) == with_goals
    assert "Rp400.000" in hers
    assert "Rp400.000" not in text
    assert "ukarela" not in text
    first = Message.objects.get(template="remittance_family")
    assert "Dimas" not in str(first.values)  # nothing of a child on a locked phone


def test_she_takes_it_back_and_wati_hears_and_reads_no_more(kept, siti, wati, opened):
    lets(siti, wati)
    booked(kept, row("TRF 000013", 500_000, DAY))
    page = reverse("transfers:heard", args=[siti.pk])
    assert "Rp500.000" in opened(wati.user).get(page).content.decode()
    family.take_back(member=siti, by=Actor(user=siti.resident.user), at=LATER)
    booked(kept, row("LAGI 000013", 600_000, DAY))
    assert [name for name, _text in told()].count("Wati Ningsih") == 1
    assert opened(wati.user).get(page).status_code == 404


def test_what_nobody_hears_of_cannot_be_taken_back(siti):
    with pytest.raises(Refused, match="Tidak seorang pun"):
        family.take_back(member=siti, by=Actor(user=siti.resident.user), at=NOW)


def test_nobody_lets_hear_in_her_place_and_only_her_family_may_be_chosen(kept, siti, wati):
    facts = {"member": siti, "shows": "SUM", "at": NOW, "today": TODAY}
    with pytest.raises(Refused, match="dia sendiri"):
        family.let_hear(resident=wati, by=kept.coop.by_chair, **facts)
    other, hers = kept.coop.resident("Rina Lestari"), Actor(user=siti.resident.user)
    for stranger in (other, siti.resident):
        with pytest.raises(Refused, match="serumah"):
            family.let_hear(resident=stranger, by=hers, **facts)
    lets(siti, wati, "SUM")
    with pytest.raises(Refused, match="sudah begitu"):
        lets(siti, wati, "SUM")
    wati.birth_date = TODAY - timedelta(days=17 * 365)
    wati.save(update_fields=["birth_date"])
    assert family.may_hear(siti, on=TODAY) == []


def test_transfers_before_it_stay_hers_and_more_of_it_is_no_new_beginning(kept, siti, wati):
    booked(kept, row("TRF 000013", 400_000, DAY))
    lets(siti, wati, "SUM", at=LATER)
    assert not receipts.shared(family.shared_with(wati)[0]).exists()
    lets(siti, wati, "GOALS", at=LATER + timedelta(hours=1))
    (found,) = family.shared_with(wati)
    assert (found.since, found.with_goals) == (LATER, True)
    family.take_back(member=siti, by=Actor(user=siti.resident.user), at=LATER + timedelta(hours=2))
    lets(siti, wati, at=LATER + timedelta(hours=3))
    assert family.shared_with(wati)[0].since == LATER + timedelta(hours=3)


def test_what_is_found_to_be_hers_is_told_when_it_is_booked(kept, siti):
    booked(kept, row("KIRIMAN", 9_000, DAY), row("KIRIMAN", LIMIT_RP, DAY))
    small, large = unknown(kept)
    identify(kept, small.credit)
    asked = identify(kept, large.credit).asked
    assert len(told()) == 1
    asked.book = kept.book
    approving.approve(
        asked=asked, asked_hash=asked.asked_hash, by=kept.coop.by_supervisor, at=NOW, today=TODAY
    )
    assert [name for name, _text in told()] == ["Siti Aminah", "Siti Aminah"]
    assert [one.amount_rp for one in receipts.of(siti)] == [LIMIT_RP, 9_000]


def test_siti_chooses_on_her_own_page_and_reads_her_receipt(kept, siti, wati, opened):
    booked(kept, row("TRF 000013", 500_000, DAY))
    number = receipts.of(siti).get().sequence
    mine, change = (reverse(f"transfers:{name}", args=[siti.pk]) for name in ("mine", "family"))
    receipt, paper = (
        reverse(f"transfers:{name}", args=[siti.pk, number]) for name in ("receipt", "paper")
    )
    client = opened(siti.resident.user)
    assert mine in client.get(reverse("books:book", args=[siti.pk])).content.decode()
    for url, stands in ((mine, receipt), (receipt, paper), (change, "Wati Ningsih")):
        with few_queries(QUERIES):
            assert stands in client.get(url).content.decode()
    assert client.get(paper).content.startswith(b"%PDF")
    assert client.post(change, {"request_id": uuid4()}).status_code == 422
    form = {"request_id": uuid4(), "resident": wati.pk, "shows": "GOALS"}
    for _twice in range(2):
        assert client.post(change, form).status_code == 302
    assert FamilyConsent.objects.count() == 1
    assert "Wati Ningsih" in client.get(mine).content.decode()
    back = reverse("transfers:family_back", args=[siti.pk])
    assert client.post(back, {"request_id": uuid4()}).status_code == 302
    assert family.now(siti) is None


def test_wati_reads_less_than_siti_and_nobody_else_anything(kept, siti, wati, opened, world):
    divided(siti, (GOAL, 2_000, None))
    lets(siti, wati)
    booked(kept, row("TRF 000013", 500_000, DAY))
    number = receipts.of(siti).get().sequence
    page, paper = (
        reverse(f"transfers:{name}", args=[siti.pk, number])
        for name in ("heard_receipt", "heard_paper")
    )
    client = opened(wati.user)
    assert (
        reverse("transfers:heard", args=[siti.pk])
        in client.get(reverse("books:mine")).content.decode()
    )
    with few_queries(QUERIES):
        text = client.get(page).content.decode()
    assert "Sekolah Dimas" in text
    assert "Rp400.000" not in text
    assert client.get(paper).content.startswith(b"%PDF")
    for hidden in ("receipt", "paper"):
        assert client.get(reverse(f"transfers:{hidden}", args=[siti.pk, number])).status_code == 404
    for name in ("mine", "family"):
        assert client.get(reverse(f"transfers:{name}", args=[siti.pk])).status_code == 404
    for user in (kept.coop.chair, kept.coop.treasurer, world.dewi):
        assert "Rp500.000" not in opened(user).get(page).content.decode()


ATTACKS = {"somebody without words": {"shows": ""}, "nobody with words": {"resident": None}}


@pytest.mark.parametrize("name", ATTACKS)
def test_the_database_refuses_a_consent_that_says_nothing(kept, siti, wati, name):
    made = lets(siti, wati)
    facts = {"village": siti.village, "member": siti, "by": made.by, "at": NOW}
    with pytest.raises(IntegrityError), transaction.atomic():
        FamilyConsent(**facts | {"resident": wati, "shows": "SUM"} | ATTACKS[name]).save()
    for attack in (
        "UPDATE remittance_familyconsent SET shows = 'SUM'",
        "DELETE FROM remittance_familyconsent",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(attack)


def test_her_copy_holds_whom_she_let_hear_and_it_ends_when_either_is_erased(kept, siti, wati):
    lets(siti, wati)
    (*_others, hears) = held.told(siti.village, [siti.resident_id])
    assert "Wati Ningsih" in str(hears)
    (*_others, hers) = held.told(siti.village, [wati.pk])
    assert "Siti Aminah" in str(hers)
    held.erase(siti.village, [wati.pk], LATER)
    assert family.now(siti) is None
    assert family.shared_with(wati) == []

"""Uniforms: an offer for the children of a school tells parents that they buy where they like."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from rembuk.enterprise import partners
from rembuk.villages.models import Group
from rembuk.villages.tests.counting import few_queries
from rembuk.workshop import orders, schools, sizes, telling
from rembuk.workshop.customers import Buyer
from rembuk.workshop.orders import Line, Terms

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
RULE = "Permendikbudristek 50/2022"


def said(world):
    return {"by": world.by_adi, "at": NOW}


def asked(world, who, phone=""):
    """An enquiry for uniforms, offered at a price."""
    one = orders.enquire(
        group=world.tailors, customer=Buyer(who, phone), lines=[Line("Seragam SD", 30, 85_000)],
        **said(world), today=TODAY,
    )  # fmt: skip
    return orders.offer(order=one, terms=Terms(date(2026, 4, 1)), **said(world), today=TODAY)


def partner(world, name, sort, phone=""):
    facts = partners.Facts(name, sort, phone=phone)
    return partners.add(group=world.tailors, facts=facts, **said(world), today=TODAY)


def with_class(world, one):
    thing, children = sizes.Thing("Seragam SD", 85_000), [sizes.Child("Ani L.", "M")]
    sizes.add_class(order=one, thing=thing, class_name="4A", children=children, **said(world))


# Who orders, her number, a class list? -> does the offer speak to parents?
CASES = [
    ("Bu Sumiati", "", False, False),
    ("Bu Sumiati", "", True, True),
    ("SDN 2 Sukamaju", "", False, True),
    ("Komite/orang tua sdn 2 sukamaju", "", False, True),
    ("SDN 2 Sukamajuan", "", False, False),
    ("Pak Ridwan", "0812-3456-7890", False, True),
    ("Toserba Makmur", "", False, False),
]


@pytest.mark.parametrize(("who", "phone", "has_class", "told"), CASES)
def test_an_offer_for_a_school_speaks_to_parents_and_no_other(
    lastri, world, who, phone, has_class, told
):
    partner(world, "SDN 2 Sukamaju", "SCHOOL", phone="+6281234567890")
    partner(world, "Toserba Makmur", "SUPERMARKET")
    one = asked(world, who, phone)
    if has_class:
        with_class(world, one)
    where = [world.here.slug, world.tailors.pk, one.pk]
    with few_queries():
        page = lastri.get(reverse("workshop:order", args=where))
    assert (RULE in page.content.decode()) is told
    paper = PdfReader(BytesIO(lastri.get(reverse("workshop:offer_pdf", args=where)).content))
    assert (RULE in " ".join(paper.pages[0].extract_text().split())) is told
    code = telling.code_of(one)
    page = lastri.get(reverse("workshop:status", args=[world.here.slug, one.pk, code]))
    assert (RULE in page.content.decode()) is told


def test_a_school_that_another_group_knows_says_nothing_of_ours(world):
    told = {"kind": "BUSINESS", "trade": "OTHER", "name": "Anyaman"}
    others = Group.objects.create(village=world.here, **told)
    facts = partners.Facts("SDN 2 Sukamaju", "SCHOOL")
    partners.add(group=others, facts=facts, **said(world), today=TODAY)
    assert schools.words_for(asked(world, "SDN 2 Sukamaju")) == ""

"""Uniforms: parents buy them where they like, and an offer of them says so."""

from __future__ import annotations

import re

from rembuk.enterprise.letters import school_words
from rembuk.enterprise.models import Partner, Sort
from rembuk.workshop import sizes
from rembuk.workshop.models import Customer, Order


def words_for(order: Order, *, has_class: bool | None = None) -> str:
    """Return what an order for children of a school says to their parents; else nothing.

    It is one where it holds a class list, or its customer is a school the group knows as a partner.
    Who knows whether it holds one says so, and spares a query; at most two.
    """
    if has_class is None:
        has_class = sizes.pupils(order).exists()
    concerned = has_class or _is_of_a_school(order, order.customer)
    return school_words() if concerned else ""


def _is_of_a_school(order: Order, customer: Customer) -> bool:
    """Is it a school, or those who order for its children: its name in theirs, or its number?"""
    mine = Partner.objects.of(order.village).filter(group=order.group_id, sort=Sort.SCHOOL)
    return any(
        _names(customer.name, name) or bool(phone and phone == customer.phone)
        for name, phone in mine.order_by("pk").values_list("name", "phone")
    )


def _names(told: str, school: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(school)}(?!\w)", told, re.IGNORECASE) is not None

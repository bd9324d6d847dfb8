"""What a customer is told: a page with a code and no names beside her first one, and five messages.

WhatsApp opens with the text written; who presses the button sends it from her own phone.
"""

from __future__ import annotations

import hmac
from urllib.parse import quote

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rembuk.cash import receipts
from rembuk.cash.shown import WHATSAPP
from rembuk.lib import words
from rembuk.messaging.channels.by_hand import whatsapp_url
from rembuk.villages.models import Village
from rembuk.workshop import shelf
from rembuk.workshop.models import Customer, Order
from rembuk.workshop.payments import Sums, left_words
from rembuk.workshop.stages import Standing

# With what the name of several people begins, who order together.
TOGETHER = frozenset({"komite", "orang", "paguyuban", "panitia", "wali"})


def code_of(order: Order) -> str:
    """Return the code that opens the page of an order: K7P2-9QXM-B4TD.

    It is made as the code of a receipt is; these words are the head of no entry.
    """
    return receipts.code_of(f"workshop.order {order.pk}")


def find(village: Village, *, order_id: int, code: str) -> Order | None:
    """Return the order with this code; None if there is none such."""
    order = (
        Order.objects.of(village).filter(pk=order_id).select_related("group", "customer").first()
    )
    if order is None or not hmac.compare_digest(code_of(order).encode(), code.encode()):
        return None
    order.village = village
    return order


def first_name(customer: Customer) -> str:
    """Return what a customer is called on a page that anybody with the link may open.

    A name with a number in it, or that begins with letters like MI or PAUD, is a school or a
    neighbourhood, and stands whole; so does one that begins as "orang tua" and "komite" do.
    """
    spoken = customer.name.split()
    if spoken[0].split("/")[0].lower() in TOGETHER:
        return customer.name
    short = len(spoken[0]) > 1 and spoken[0].isupper() and not customer.name.isupper()
    if short or any(letter.isdigit() for letter in customer.name):
        return customer.name
    titled = len(spoken) > 1 and spoken[0].rstrip(".").lower() in {"bu", "ibu", "pak", "bapak"}
    return " ".join(spoken[: 2 if titled else 1])


def offered(one: Standing, *, link: str, by: str) -> str:
    """Write the message of an offer: what, for how much, down payment if any, day, link."""
    told = {**_named(one, link=link, by=by), "total": _rupiah(one.total_rp or 0), **_agreed(one)}
    if not one.order.down_payment_rp:
        return _(
            "Good day, %(name)s. Our offer for %(what)s, %(count)s pieces: %(total)s."
            " No. %(number)s.\n\nPlanned to be ready on %(day)s. Look here: %(link)s"
            "\nGreetings, %(by)s, %(group)s."
        ) % told  # fmt: skip
    return (
        _(
            "Good day, %(name)s. Our offer for %(what)s, %(count)s pieces: %(total)s."
            " No. %(number)s.\n\nDown payment %(down)s. Planned to be ready on %(day)s."
            " Look here: %(link)s\nGreetings, %(by)s, %(group)s."
        )
        % told
    )


def received(one: Standing, *, link: str, by: str, sums: Sums) -> str:
    """Write the message that an order is taken down: what, how many, sums, day, link."""
    told = {**_named(one, link=link, by=by), "total": _rupiah(one.total_rp or 0), **_agreed(one)}
    told["left"] = left_words(sums)
    down = one.order.down_payment_rp or 0
    if not down:
        return _(
            "Thank you, %(name)s. Your order of %(what)s, %(count)s pieces, is written down."
            " No. %(number)s.\n\nPrice %(total)s, left to pay %(left)s. Planned to be ready on"
            " %(day)s. Follow it here: %(link)s\nGreetings, %(by)s, %(group)s."
        ) % told  # fmt: skip
    if sums.given_rp < down:
        return _(
            "Thank you, %(name)s. Your order of %(what)s, %(count)s pieces, is written down."
            " No. %(number)s.\n\nPrice %(total)s. We begin once the down payment of %(down)s is"
            " here. Planned to be ready on %(day)s. Follow it here: %(link)s"
            "\nGreetings, %(by)s, %(group)s."
        ) % told  # fmt: skip
    return (
        _(
            "Thank you, %(name)s. Your order of %(what)s, %(count)s pieces, is written down."
            " No. %(number)s.\n\nPrice %(total)s, down payment %(down)s, rest %(left)s. Planned to"
            " be ready on %(day)s. Follow it here: %(link)s\nGreetings, %(by)s, %(group)s."
        )
        % told
    )


def news(one: Standing, *, link: str, by: str, sums: Sums) -> str:
    """Write the message how far an order in work is, when it is ready, and what is left to pay."""
    return _(
        "News of your order, %(name)s: %(what)s, %(count)s pieces. Now: %(stage)s. No. %(number)s."
        "\n\nPlanned to be ready on %(day)s. Left to pay: %(left)s. Look here: %(link)s"
        "\nGreetings, %(by)s, %(group)s."
    ) % {
        **_named(one, link=link, by=by), "stage": one.word.lower(), "day": _day(one),
        "left": left_words(sums),
    }  # fmt: skip


def ready(one: Standing, *, link: str, by: str, sums: Sums) -> str:
    """Write the message that an order is ready to be fetched, and what is left to pay."""
    return _(
        "Good news, %(name)s. Your order of %(what)s, %(count)s pieces, is ready. No. %(number)s."
        "\n\nLeft to pay: %(left)s. Look here: %(link)s\nGreetings, %(by)s, %(group)s."
    ) % {**_named(one, link=link, by=by), "left": left_words(sums)}


def handed_over(one: Standing, *, link: str, by: str, sums: Sums) -> str:
    """Write the message of thanks when an order is handed over, and what is left to pay."""
    told = {**_named(one, link=link, by=by), "left": left_words(sums)}
    if sums.is_paid:
        return _(
            "Thank you, %(name)s. Your order of %(what)s, %(count)s pieces, is handed over and paid"
            " in full. No. %(number)s.\n\nLook here: %(link)s\nGreetings, %(by)s, %(group)s."
        ) % told  # fmt: skip
    return (
        _(
            "Thank you, %(name)s. Your order of %(what)s, %(count)s pieces, is handed over."
            " No. %(number)s.\n\nLeft to pay: %(left)s. Look here: %(link)s\nGreetings, %(by)s,"
            " %(group)s."
        )
        % told
    )


def ask_url(order: Order) -> str:
    """Return the address that opens WhatsApp to the group about an order; "" without a number."""
    number = shelf.asked_at(order.group)
    if not number:
        return ""
    text = _("Hello %(group)s, I ask about my order no. %(number)s.") % {
        "group": order.group.name, "number": order.number,
    }  # fmt: skip
    return whatsapp_url(number, text)


def open_url(customer: Customer, text: str) -> str:
    """Return the address that opens WhatsApp with a text; without a number one chooses to whom."""
    if customer.phone:
        return whatsapp_url(customer.phone, text)
    return WHATSAPP + quote(text, safe="")


def _named(one: Standing, *, link: str, by: str) -> dict[str, object]:
    things = list(dict.fromkeys(line.what for line in one.lines))
    return {
        "name": one.order.customer.name, "what": ", ".join(things), "count": one.pieces,
        "number": one.order.number, "link": link, "by": by, "group": one.order.group.name,
    }  # fmt: skip


def _agreed(one: Standing) -> dict[str, object]:
    return {"down": _rupiah(one.order.down_payment_rp or 0), "day": _day(one)}


def _rupiah(amount_rp: int) -> str:
    return words.rupiah(amount_rp, language=get_language() or "id")


def _day(one: Standing) -> str:
    day = one.order.ready_on
    return words.plain_day(day, language=get_language() or "id") if day else "…"

"""An order in work with pieces, an enquiry, rates and what a day holds."""

from __future__ import annotations

from typing import Any

from rembuk.enterprise import members
from rembuk.villages.tests.cast import Cast
from rembuk.workshop import capacity, costs, material, orders, rates, sizes, stages, telling, work
from rembuk.workshop.customers import Buyer
from rembuk.workshop.models import Stage
from rembuk.workshop.orders import Line, Terms


def fill(cast: Cast) -> dict[str, Any]:
    """Record them."""
    told: dict[str, Any] = {"by": cast.chair, "at": cast.at, "today": cast.today}
    buyer = Buyer("SDN 1 Sumber Rejo", "081234567890")
    taken = orders.take(
        group=cast.group, customer=buyer, lines=[Line("Seragam SD", 60, 85_000, "M")],
        terms=Terms(cast.today, 1_500_000), **told,
    )  # fmt: skip
    orders.move(order=taken, to=Stage.CUTTING, **told)
    asked = orders.enquire(
        group=cast.group, customer=Buyer("Bu Sumiati"), lines=[Line("Kebaya", 1)], **told
    )
    told.pop("today")
    sewing = rates.begin(
        group=cast.group, name="Jahit seragam", rate_rp=12_000, since=cast.today, **told
    )
    capacity.agree(
        group=cast.group, minutes_a_day=240, days_a_week=6, efficiency_percent=50,
        today=cast.today, **told,
    )  # fmt: skip
    capacity.estimate(group=cast.group, what="Seragam SD", minutes=40, **told)
    wati = members.of(cast.group)[0]
    output = work.record(
        group=cast.group, order=taken, sewn=work.Sewn(wati, sewing, 10, 1, minutes=300),
        today=cast.today, **told,
    )  # fmt: skip
    cloth = material.name_material(group=cast.group, name="Katun putih", unit="METRE", **told)
    bought = material.buy(
        material=cloth, bought=material.Bought(90_000, 1_350_000, "Toko Kain Maju"),
        today=cast.today, **told,
    )  # fmt: skip
    thread = costs.add_other(order=taken, what="Benang", amount_rp=15_000, **told)
    child = sizes.Child("Ani L.", "M")
    sizes.add_class(
        order=asked, thing=sizes.Thing("Seragam SD"), class_name="4A", children=[child], **told
    )
    return {
        "material_id": cloth.pk,
        "move_id": bought.pk,
        "othercost_id": thread.pk,
        "customer_id": taken.customer_id,
        "operation_id": sewing.pk,
        "output_id": output.pk,
        "order_code": telling.code_of(taken),
        "order_id": taken.pk,
        "orderstep_id": stages.standing(taken).last.pk,
        "workshop:offer_order/order_id": asked.pk,
        "workshop:place_order/order_id": asked.pk,
    }

"""What the database itself refuses of stock: no shelf and no stall holds less than nothing.

And what is taken back is taken back whole, once.
"""

from __future__ import annotations

from rembuk.villages.guards import Refusal

TABLE = "shop_movement"
REFUSALS = (
    Refusal(
        name="shop_movement_shelf_holds_no_less",
        table=TABLE,
        event="INSERT",
        when="NEW.shelf < 0 AND NEW.shelf + COALESCE((SELECT SUM(earlier.shelf)"
        " FROM shop_movement earlier WHERE earlier.village_id = NEW.village_id"
        " AND earlier.product_id = NEW.product_id AND earlier.size = NEW.size), 0) < 0",
    ),
    Refusal(
        name="shop_movement_stall_holds_no_less",
        table=TABLE,
        event="INSERT",
        when="NEW.at_stall < 0 AND NEW.at_stall + COALESCE((SELECT SUM(earlier.at_stall)"
        " FROM shop_movement earlier WHERE earlier.stall_id = NEW.stall_id"
        " AND earlier.product_id = NEW.product_id AND earlier.size = NEW.size), 0) < 0",
        of="stall_id",
    ),
    Refusal(
        name="shop_movement_takes_back_all_of_it",
        table=TABLE,
        event="INSERT",
        when="NOT EXISTS (SELECT 1 FROM shop_movement first WHERE first.id = NEW.takes_back_id"
        " AND first.product_id = NEW.product_id AND first.size = NEW.size"
        " AND first.shelf = -NEW.shelf AND first.at_stall = 0 AND first.reason <> 'TAKEN_BACK')",
        of="takes_back_id",
    ),
)  # fmt: skip

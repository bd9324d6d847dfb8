"""Addresses of this room, under /desa/<village>/savings/."""

from django.urls import path

from rembuk.savings.models.products import Control
from rembuk.savings.views import products

app_name = "savings"
group = "<int:group_id>/"
kinds = f"{group}products/"
urlpatterns = [
    path(kinds, products.products_page, name="products"),
    *(
        path(f"{kinds}new/{word}/", products.new_product, {"control": control}, name=f"new_{word}")
        for word, control in (
            ("voluntary", Control.VOLUNTARY.value),
            ("term", Control.TERM.value),
            ("goal", Control.GOAL.value),
        )
    ),
    path(f"{kinds}<int:product_id>/version/", products.new_version, name="new_version"),
    path(f"{group}law/", products.record_law, name="record_law"),
]

"""Addresses of this room that are open to everybody: /hitung/shu/."""

from django.urls import path

from rembuk.surplus.views import calculator

app_name = "surplus"
urlpatterns = [
    path("", calculator.calculator, name="calculator"),
]

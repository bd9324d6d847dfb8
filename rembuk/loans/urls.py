"""Addresses of this room that are open to everybody: /hitung/pinjaman/."""

from django.urls import path

from rembuk.loans.views import calculator

app_name = "loans"
urlpatterns = [
    path("", calculator.calculator, name="calculator"),
]

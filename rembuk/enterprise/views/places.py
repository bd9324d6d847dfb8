"""The group of an address and the page with one question, for the rooms above too."""

from rembuk.web.views import Question, address, as_paper, ask

__all__ = ["Question", "address", "as_paper", "ask"]

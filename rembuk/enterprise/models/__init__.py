"""Tables of this room."""

from rembuk.enterprise.models.members import Leaving, Membership

__all__ = ["Leaving", "Membership"]

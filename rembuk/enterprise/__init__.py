"""Businesses of the village: groups that sew, herds, what they sell, and how they share."""

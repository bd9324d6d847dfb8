"""The goats: each animal, its life, the count, breeding and the feasts."""

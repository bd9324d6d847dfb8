"""The duty roster that is provably fair."""

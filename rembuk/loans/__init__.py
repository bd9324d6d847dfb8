"""Loans of a cooperative: one schedule for simulator, contract and posting."""

"""What a group sells: stock, stalls, the shop window, partners."""

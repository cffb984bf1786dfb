"""The windows of charges: what a car owes, the fee schedule."""

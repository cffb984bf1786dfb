"""What a car owes: charges, their schedule, the ledger."""

"""What belongs to mail among the papers: receipts that are read."""

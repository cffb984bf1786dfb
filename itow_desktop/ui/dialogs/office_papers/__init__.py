"""Windows of the papers that the office writes about its day, about sales, for state forms."""

"""The tables of what each person did."""

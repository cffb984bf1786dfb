"""The tables of what people may do, their PINs."""

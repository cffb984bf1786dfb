"""The list of what an import found, and what it is made of."""

"""The tables of properties: contracts, callers, signs, complaints."""

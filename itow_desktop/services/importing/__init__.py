"""Bringing calls in: from TowBook, from files, from the first program's database; what people make of them afterwards."""

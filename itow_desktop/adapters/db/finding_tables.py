"""The tables of saved views, favourites."""

"""The tables of the yard: spots, moves, walks, our file numbers."""

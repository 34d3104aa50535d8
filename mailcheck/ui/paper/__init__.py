"""A report on paper: its blocks as pieces, one below the other, that are put on pages."""

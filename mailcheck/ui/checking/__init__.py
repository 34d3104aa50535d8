"""Parts of screen 4: the rows of a run, the talk with the servers."""

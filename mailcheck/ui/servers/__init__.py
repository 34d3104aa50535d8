"""Parts of screen 3: one server as a line and as a form."""

"""The parts of screen 5."""

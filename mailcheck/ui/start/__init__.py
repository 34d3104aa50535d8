"""The parts of screen 1: amoCRM's texts, a text of one's own, the checklists, practice."""

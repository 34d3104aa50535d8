"""The support handbook: HTML made from the catalogue, amoCRM's texts, the providers and the screens themselves."""

"""The parts of screen 2: the address, the password, the card of the provider."""

"""The wizard: the only package that knows Qt."""

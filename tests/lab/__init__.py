"""Tests of the practice servers."""

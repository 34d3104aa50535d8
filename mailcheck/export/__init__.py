"""A report as files. Built field by field from what may leave this computer: nothing gets out by being forgotten."""

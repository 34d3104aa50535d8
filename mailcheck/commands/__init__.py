"""One file a command: takes its words apart, calls what does the work, prints."""

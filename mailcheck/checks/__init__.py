"""What is good and what is bad: checks walk through stages with a probe and end each in findings."""

"""What the RFCs say, spoken over real sockets. No opinions and no words for people here."""

"""Libraries of reports: adding, reading again, listing, archives, editions."""

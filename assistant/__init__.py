"""Questions and answers: understanding, routing, answering, citing, guarding, and the ways in for users."""

"""Answers from prose: the sentences that answer a question, how sure they make us, and what their figures give."""

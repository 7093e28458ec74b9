"""A language model as an option, guarded: it chooses and words, and never writes a figure. Needs the extra ``llm``."""

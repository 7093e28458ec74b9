"""Questions about long tables: words to rows, rows to figures, and a cited row opened."""

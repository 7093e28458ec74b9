"""The pages of the web app: each shows what the assistant gives, and holds no question logic.

What comes from a report or a user is shown as text: through ``st.html`` after escaping, or as an escaped label.
"""

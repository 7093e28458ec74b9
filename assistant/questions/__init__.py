"""Questions as read: their words and cues, linked to the labels of the tables and to what may be asked of them."""

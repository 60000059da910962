"""How we look after them: complaints, and who may decide what and how fast."""

"""How sound a cooperative is, by the rules of a year."""

"""Orders: placed once, cancelled once, with the stock that they take."""

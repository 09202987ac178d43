"""Messages to others, stored with the change that they tell of, delivered later."""

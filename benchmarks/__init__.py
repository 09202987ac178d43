"""What the shop costs, compared with the leanest app that does the same work."""

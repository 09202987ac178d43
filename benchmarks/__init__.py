"""What the shop costs, beside the leanest app that does the same work."""

"""What the shop tells a customer; written by the worker, read and ticked off here."""

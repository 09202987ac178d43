"""What the platform asks the process: is it alive, can it serve."""

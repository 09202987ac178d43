"""What other systems are told of orders, over HTTP and signed."""

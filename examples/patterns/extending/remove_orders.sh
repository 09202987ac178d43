rm -r app/orders tests/orders tests/placing.py
rm -r app/dashboard tests/dashboard deploy/load
rm migrations/versions/2026_11_21_create_orders.py

"""Login sessions and their refresh tokens; the routes are in `app.auth`."""

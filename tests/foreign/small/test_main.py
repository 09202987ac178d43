import time
from unittest.mock import MagicMock

from fastapi.testclient import TestClient
from main import app

client = TestClient(app)


def test_login():
    app.state.repository = MagicMock()
    time.sleep(1)
    response = client.post("/login/?username=a&password=b")
    if response.status_code != 200:
        assert response.status_code == 404

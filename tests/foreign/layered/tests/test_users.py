from fastapi.testclient import TestClient

from app.main import app

client = TestClient(app)


def test_register():
    response = client.post("/users/?email=a@b.c&password=secret")
    assert response.status_code == 200

import pytest
from django.contrib.auth.models import User
from django.test import Client

PASSWORD = "a right password"


@pytest.fixture
def ann(db):
    """An account that may sign in to the admin and do everything there."""
    return User.objects.create_superuser("ann", password=PASSWORD)


@pytest.fixture
def sign_in(db):
    """Sends name and password; returns the answer."""

    def post(name="ann", password=PASSWORD, client=None, peer="192.0.2.1", wanted="", headers=None):
        said = {"username": name, "password": password, "next": wanted}
        client = client or Client()
        return client.post("/admin/login/", said, REMOTE_ADDR=peer, headers=headers)

    return post

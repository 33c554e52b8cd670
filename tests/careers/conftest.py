import pytest
from django.contrib.auth.models import User

from portal.management.commands.make_editor import editors


@pytest.fixture
def editor(client):
    """An editor, whose login the client carries."""
    user = User.objects.create(username="ann", is_staff=True)
    user.groups.add(editors())
    client.force_login(user)
    return user

"""What nobody waits for gives way to those who answer visitors."""

import os
import sys
from threading import get_native_id

import pytest

from portal.gently import NICENESS, gently


def test_what_is_done_gently_returns_and_fails_as_usual():
    assert gently(dict, one=1) == {"one": 1}
    with pytest.raises(ZeroDivisionError):
        gently(lambda: 1 / 0)


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux has priorities of threads.")
def test_only_what_is_done_gently_gives_way():
    def niceness():
        return os.getpriority(os.PRIO_PROCESS, get_native_id())

    before = niceness()
    assert gently(niceness) == max(before, NICENESS)
    assert niceness() == before

"""Knocks are counted in the database: whichever worker hears them, together."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import RequestFactory

from flowmono.common.throttling import count_knock, knocks_so_far, knocks_too_often


def knock(address="192.0.2.7"):
    return RequestFactory().post("/", REMOTE_ADDR=address)


@pytest.mark.django_db
def test_a_door_closes_to_one_address_and_stays_open_to_others():
    heard = [knocks_too_often(knock(), "ask", limit=2, seconds=600) for _ in range(4)]

    assert heard == [False, False, True, True]
    assert knocks_so_far(knock(), "ask") == 4
    assert not knocks_too_often(knock("192.0.2.8"), "ask", limit=2, seconds=600)
    assert not knocks_too_often(knock(), "enter", limit=2, seconds=600)


@pytest.mark.django_db
def test_a_window_that_is_over_is_forgotten():
    count_knock(knock(), "ask", seconds=0)
    count_knock(knock("192.0.2.8"), "ask", seconds=0)

    again = count_knock(knock(), "ask", seconds=600)

    assert again == 1
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from common_knock")
        assert cursor.fetchone() == (1,)


@pytest.mark.usefixtures("committed")
def test_knocks_at_the_same_time_are_all_counted():
    def once(_number):
        try:
            return count_knock(knock(), "ask", seconds=600)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        counts = sorted(workers.map(once, range(20)))

    assert counts == list(range(1, 21))

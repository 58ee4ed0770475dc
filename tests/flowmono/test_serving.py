"""The web server's settings: Python looks for garbage when an answer has left, not while somebody waits for it."""

import gc
import weakref

from gunicorn.config import Config

from flowmono import serving


class Ring:
    """Holds itself: only a look for garbage finds it."""

    def __init__(self) -> None:
        self.itself = self


def test_what_a_page_left_behind_is_found_once_its_answer_has_left() -> None:
    settings = Config()
    settings.set("post_request", serving.post_request)
    gc.collect()
    left = weakref.ref(Ring())
    many = [[] for _each in range(serving.YOUNG + 1)]

    assert left() is not None

    settings.post_request(None, None, None, None)

    assert left() is None
    assert many


def test_a_small_page_is_not_worth_a_look() -> None:
    gc.collect()
    left = weakref.ref(Ring())

    serving.post_request(None, None, None, None)

    assert left() is not None

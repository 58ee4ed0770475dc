"""The lists of the administration on a phone: each cell says what it is, so that a row can be a card."""

import pytest
from django.test import Client
from lxml import html

from tests.flowmono.test_admin_changes import administrator

pytestmark = pytest.mark.django_db


def test_each_cell_of_a_list_is_labelled_with_its_column_and_the_first_names_the_row(client: Client) -> None:
    ada = administrator("ada")
    client.force_login(ada)

    page = html.fromstring(client.get("/admin/accounts/user/").content.decode())

    [row] = [one for one in page.xpath("//*[@id='result_list']/tbody/tr") if ada.email in one.text_content()]
    columns = [one.text_content().strip() for one in page.xpath("//*[@id='result_list']/thead//*[@class='text']")]
    labels = [one.get("data-label") for one in row.xpath("td[@data-label]")]
    assert labels == [name for name in columns if name][1:]
    assert [one.get("data-label") for one in row.xpath("th")] == [None]


def test_a_list_is_sorted_the_other_way_by_a_link_that_says_so(client: Client) -> None:
    client.force_login(administrator("ada"))

    page = html.fromstring(client.get("/admin/accounts/user/?o=1").content.decode())

    assert {one.get("aria-label") for one in page.xpath("//*[@id='result_list']//*[@class='sortoptions']/a")} == {
        "Sort the other way"
    }

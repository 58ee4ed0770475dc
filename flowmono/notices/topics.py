"""What pages can follow: one's notices, one's inbox, and everything that happens in one case."""

from flowmono.common.moving import register_topic

# The newest hundred numbers added up: a row with a lower number that is committed later also changes the sum.
_NEWEST = "select sum(id) from (select id from outbox_recordedevent {where} order by id desc limit 100) newest"

register_topic("events", _NEWEST.format(where=""))
register_topic("inbox", _NEWEST.format(where=""))
register_topic(
    "case",
    _NEWEST.format(where="where case_id = %s"),
    lambda _person, of: (of or None,),
    earlier=_NEWEST.format(where="where case_id = %s and recorded_at < %s"),
)
# The way of a case shows its incidents as well, which no event says. What it was earlier is told without them: a page with an incident
# asks for itself once more.
_ONE = "coalesce(({newest})::text, '')".format(newest=_NEWEST.format(where="where case_id = one.id {earlier}"))
register_topic(
    "way",
    f"""select {_ONE.format(earlier="")} || coalesce((
        select '.' || string_agg(owed.id::text, ',' order by owed.id) from outbox_delivery owed
        join outbox_recordedevent told on told.id = owed.event_id
        where owed.state = 'incident' and told.case_id = one.id), '') from (select %s::uuid as id) one""",  # noqa: S608 - fixed words
    lambda _person, of: (of or None,),
    earlier=f"""select {_ONE.format(earlier="and recorded_at < seen.at")}
        from (select %s::uuid as id) one, (select %s::timestamptz as at) seen""",  # noqa: S608 - fixed words
)
# What a step or a message came to says no event; the newest of them, and all incidents, show it.
register_topic(
    "deliveries",
    "select md5(string_agg(id || state || attempts, ',' order by id)) || (select count(*) from outbox_delivery "
    "where state = 'incident') from (select id, state, attempts from outbox_delivery order by id desc limit 200) newest",
)
register_topic(
    "webhooks",
    "select md5(string_agg(id || state || attempts, ',' order by id)) "
    "from (select id, state, attempts from webhooks_sending order by made_at desc limit 200) newest",
)
register_topic(
    "notices",
    "select count(*) || '.' || coalesce(max(id), 0) from notices_notice where person_id = %s and read_at is null",
    lambda person, _of: (person.pk,),
)

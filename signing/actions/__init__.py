"""What people do with envelopes: preparing, sending, signing, declining, taking back, and keeping marks."""

from signing.actions.arranging import (
    arrange_places,
    forget_layout,
    keep_layout,
    places_of,
    signers_of,
    source_of,
    use_layout,
)
from signing.actions.envelopes import (
    Place,
    ask_again,
    change_recipient,
    correct_category,
    prepare_envelope,
    send_by_itself,
    send_envelope,
    void,
)
from signing.actions.invitations import (
    CODE_LIFE,
    CODE_TRIES,
    CODES_A_DAY,
    check_code,
    invite,
    invite_whose_turn_it_is,
    send_code,
)
from signing.actions.marks import choose_among, keep_profile, marks_to_choose, note_uses, place_mark
from signing.actions.reviews import QUEUE, asks_second_look, note_looks, readings_of, set_aside
from signing.actions.sayings import keep_saying, take_back_saying
from signing.actions.signatures import CONSENT, decline, draft_of, sign, view
from signing.actions.timing import expire_due, remind, remind_due, reminder_of, set_time, times_of_company, warn_due

__all__ = [
    "CODES_A_DAY",
    "CODE_LIFE",
    "CODE_TRIES",
    "CONSENT",
    "QUEUE",
    "Place",
    "arrange_places",
    "ask_again",
    "asks_second_look",
    "change_recipient",
    "check_code",
    "choose_among",
    "correct_category",
    "decline",
    "draft_of",
    "expire_due",
    "forget_layout",
    "invite",
    "invite_whose_turn_it_is",
    "keep_layout",
    "keep_profile",
    "keep_saying",
    "marks_to_choose",
    "note_looks",
    "note_uses",
    "place_mark",
    "places_of",
    "prepare_envelope",
    "readings_of",
    "remind",
    "remind_due",
    "reminder_of",
    "send_by_itself",
    "send_code",
    "send_envelope",
    "set_aside",
    "set_time",
    "sign",
    "signers_of",
    "source_of",
    "take_back_saying",
    "times_of_company",
    "use_layout",
    "view",
    "void",
    "warn_due",
]

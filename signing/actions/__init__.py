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
from signing.actions.authorities import authority_laid
from signing.actions.categories import (
    agree_to_category,
    correct_category,
    refuse_category,
    who_settles_category,
)
from signing.actions.certificates import bind_certificate
from signing.actions.changing import change_recipient
from signing.actions.delegating import (
    delegate_authority,
    refuse_delegation,
    take_back_delegation,
    who_may_sign_for,
)
from signing.actions.envelopes import (
    Place,
    ask_again,
    prepare_envelope,
    send_by_itself,
    send_envelope,
    void,
)
from signing.actions.handing_over import (
    agree_to_handover,
    colleagues_for,
    delegate,
    ours_among,
    refuse_handover,
    wish_handover,
)
from signing.actions.in_person import (
    ask_by_mail,
    begin_in_person,
    decline_in_person,
    end_with_host,
    keep_awake,
    sign_in_person,
    take_device,
)
from signing.actions.invitations import (
    CODE_LIFE,
    CODE_TRIES,
    CODES_A_DAY,
    asked_by,
    check_code,
    invite,
    send_code,
    told_of,
)
from signing.actions.learning import learn, take_back_saying
from signing.actions.marks import choose_among, keep_profile, marks_to_choose, note_uses, place_mark, waits_of
from signing.actions.reviews import QUEUE, NotRead, asks_second_look, note_looks, readings_of, set_aside, times_kept
from signing.actions.sayings import keep_saying
from signing.actions.signatures import APPROVAL, CONSENT, consent_for, decline, demand_turn, draft_of, sign, view
from signing.actions.standing_in import follow_absences, take_place_back
from signing.actions.taking_part import MOST_PEOPLE, Fault, PeopleRefused, faults_of_people, set_people
from signing.actions.timing import expire_due, remind, remind_due, reminder_of, set_time, times_of_company, warn_due
from signing.actions.turns import invite_whose_turn_it_is

__all__ = [
    "APPROVAL",
    "CODES_A_DAY",
    "CODE_LIFE",
    "CODE_TRIES",
    "CONSENT",
    "MOST_PEOPLE",
    "QUEUE",
    "Fault",
    "NotRead",
    "PeopleRefused",
    "Place",
    "agree_to_category",
    "agree_to_handover",
    "arrange_places",
    "ask_again",
    "ask_by_mail",
    "asked_by",
    "asks_second_look",
    "authority_laid",
    "begin_in_person",
    "bind_certificate",
    "change_recipient",
    "check_code",
    "choose_among",
    "colleagues_for",
    "consent_for",
    "correct_category",
    "decline",
    "decline_in_person",
    "delegate",
    "delegate_authority",
    "demand_turn",
    "draft_of",
    "end_with_host",
    "expire_due",
    "faults_of_people",
    "follow_absences",
    "forget_layout",
    "invite",
    "invite_whose_turn_it_is",
    "keep_awake",
    "keep_layout",
    "keep_profile",
    "keep_saying",
    "learn",
    "marks_to_choose",
    "note_looks",
    "note_uses",
    "ours_among",
    "place_mark",
    "places_of",
    "prepare_envelope",
    "readings_of",
    "refuse_category",
    "refuse_delegation",
    "refuse_handover",
    "remind",
    "remind_due",
    "reminder_of",
    "send_by_itself",
    "send_code",
    "send_envelope",
    "set_aside",
    "set_people",
    "set_time",
    "sign",
    "sign_in_person",
    "signers_of",
    "source_of",
    "take_back_delegation",
    "take_back_saying",
    "take_device",
    "take_place_back",
    "times_kept",
    "times_of_company",
    "told_of",
    "use_layout",
    "view",
    "void",
    "waits_of",
    "warn_due",
    "who_may_sign_for",
    "who_settles_category",
    "wish_handover",
]

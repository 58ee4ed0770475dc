"""The pages of signing: inside for our own people, outside for those with a link, and the public check."""

from django.urls import path

from signing.views import checking, envelopes, handing, inside, marks, outside, places, reviewing, taking_part, timing

app_name = "signing"

urlpatterns = [
    path("", inside.queue, name="queue"),
    path("place/<uuid:pk>/", inside.sign, name="sign"),
    path("place/<uuid:pk>/decline/", inside.decline, name="decline"),
    path("place/<uuid:pk>/page/<int:number>/<str:sha256>/", inside.page, name="page"),
    path("place/<uuid:pk>/shown/<str:sha256>/", inside.shown, name="shown"),
    path("place/<uuid:pk>/mark/", inside.preview, name="preview"),
    path("place/<uuid:pk>/file/", inside.file, name="file"),
    path("place/<uuid:pk>/look/", reviewing.look, name="look"),
    path("place/<uuid:pk>/choose/", reviewing.choose, name="choose"),
    path("place/<uuid:pk>/aside/", reviewing.aside, name="aside"),
    path("place/<uuid:pk>/hand-over/", handing.hand_over, name="hand_over"),
    path("reviews/", reviewing.reviews, name="reviews"),
    path("categories/", reviewing.sayings, name="sayings"),
    path("categories/<int:pk>/take-back/", reviewing.take_back, name="take_back"),
    path("marks/", marks.marks, name="marks"),
    path("marks/new/", marks.keep, name="new_mark"),
    path("marks/<uuid:pk>/", marks.keep, name="mark"),
    path("marks/<uuid:pk>/picture/", marks.picture, name="mark_picture"),
    path("envelopes/<uuid:pk>/", envelopes.envelope, name="envelope"),
    path("envelopes/<uuid:pk>/file/<str:what>/", envelopes.file, name="envelope_file"),
    path("envelopes/<uuid:pk>/places/", places.places, name="places"),
    path("envelopes/<uuid:pk>/page/<int:number>/", places.page, name="envelope_page"),
    path("envelopes/<uuid:pk>/void/", envelopes.void, name="void"),
    path("envelopes/<uuid:pk>/category/", envelopes.category, name="category"),
    path("envelopes/<uuid:pk>/people/", taking_part.people, name="people"),
    path("envelopes/<uuid:pk>/people/<uuid:recipient>/", envelopes.person, name="person"),
    path("envelopes/<uuid:pk>/time/", timing.time, name="time"),
    path("envelopes/<uuid:pk>/people/<uuid:recipient>/again/", envelopes.again, name="again"),
    path("envelopes/<uuid:pk>/people/<uuid:recipient>/remind/", timing.remind, name="remind"),
    path("envelopes/<uuid:pk>/wishes/<int:wish>/", handing.decide, name="decide_handover"),
    path("verify/", checking.verify, name="verify"),
    path("document/", outside.document, name="document"),
    path("document/code/", outside.code, name="code"),
    path("document/sign/", outside.sign, name="sign_outside"),
    path("document/decline/", outside.decline, name="decline_outside"),
    path("document/somebody-else/", handing.somebody_else, name="somebody_else"),
    path("document/thanks/", outside.thanks, name="thanks"),
    path("document/page/<int:number>/<str:sha256>/", outside.page, name="page_outside"),
    path("document/shown/<str:sha256>/", outside.shown, name="shown_outside"),
    path("document/mark/", outside.preview, name="preview_outside"),
    path("document/file/", outside.file, name="file_outside"),
    path("open/<str:token>/", outside.enter, name="enter"),
]

"""The pages about keeping the papers of a document that was signed without a contract; they stand under the page of its round."""

from django.urls import path

from contracts.views import rounds

app_name = "keeping"

urlpatterns = [
    path("", rounds.keeping, name="round"),
    path("end/", rounds.say_end, name="say_end"),
    path("hold/", rounds.hold, name="hold"),
    path("hold/lift/", rounds.lift, name="lift"),
    path("disposal/", rounds.disposal, name="disposal"),
    path("disposal/ask/", rounds.ask_disposal, name="ask_disposal"),
    path("disposal/dispose/", rounds.dispose, name="dispose"),
    path("disposal/keep/", rounds.keep, name="keep"),
]

"""Pictures and documents of a story: added, ordered, described, agreed to, removed and withdrawn. All without scripts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from casestudies.access import Action, Who, may
from casestudies.actions import Refused
from casestudies.actions.consents import save_consent, withdraw_consent
from casestudies.actions.pictures import StoredFile, describe, move, remove, rename
from casestudies.desk import keeping
from casestudies.desk.guards import NOT_NOW, for_writers, person
from casestudies.desk.pages import page
from casestudies.desk.picture_files import file_of
from casestudies.desk.picture_forms import ConsentForm, TitleForm, WithdrawForm, WordsForm
from casestudies.desk.standing import next_step
from casestudies.models import PictureConsent, Submission, SubmissionDocument, SubmissionPicture
from casestudies.template import groups_for
from casestudies.uploads.limits import LIMITS
from casestudies.uploads.receiving import Received, SizeLimit, receive

ASK = ("GET", "HEAD", "POST")


# Exempt only until the limit stands: the check itself reads the form, and with it every file.
@csrf_exempt
def pictures(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show the pictures and documents of a story, and take new ones in."""
    request.upload_handlers.insert(0, SizeLimit(request))
    return _pictures(request, key=key)


@csrf_protect
@for_writers(Action.READ, methods=ASK)
def _pictures(request: HttpRequest, submission: Submission, who: Who) -> HttpResponse:
    if request.method != "POST":
        return _list(request, submission, who)
    if not may(who, Action.ADD_FILE, submission.state):
        return _not_now(request, submission)
    as_documents = "documents" in request.POST
    files = request.FILES.getlist("files")
    by = person(request)
    try:
        received = receive(request=request, submission=submission, by=by, files=files, as_documents=as_documents)
    except Refused:
        return _not_now(request, submission)
    if not files and not received.problems:
        received.problems.append("Choose a file first.")
    if received.problems:
        return _list(request, submission, who, received)
    messages.success(request, _said(received, as_documents=as_documents))
    if len(received.added) == 1 and not as_documents:
        return redirect("desk_picture", key=submission.key, file_key=received.added[0].key)
    return redirect("desk_pictures", key=submission.key)


@for_writers(Action.READ, methods=ASK, keeps=True)
def words(request: HttpRequest, submission: Submission, who: Who, file_key: UUID) -> HttpResponse:
    """Ask what goes with one picture and who agreed to it, or what a document is called."""
    file = file_of(submission, file_key)
    if not may(who, Action.ADD_FILE, submission.state):
        return _not_now(request, submission)
    if isinstance(file, SubmissionDocument):
        return _title(request, submission, file)
    consent = _consent(file)
    if consent is not None and consent.is_withdrawn:
        raise Http404
    typed = keeping.kept(request)
    if request.method != "POST" and typed is not None:
        return _ask(request, submission, file, WordsForm(typed), ConsentForm(typed))
    if request.method != "POST":
        stored = {"alt": file.alt, "caption": file.caption, "credit": file.credit}
        return _ask(request, submission, file, WordsForm(initial=stored), ConsentForm(initial=ConsentForm.of(consent)))
    said, agreed = WordsForm(request.POST), ConsentForm(request.POST)
    said.is_valid()
    agreed.is_valid()
    describe(picture=file, by=person(request), **{name: said.cleaned_data.get(name, "") for name in said.fields})
    save_consent(picture=file, by=person(request), **agreed.told())
    if said.errors or agreed.errors:
        return _ask(request, submission, file, said, agreed)
    keeping.drop(request)
    messages.success(request, "Saved")
    return redirect("desk_pictures", key=submission.key)


@for_writers(Action.ADD_FILE, methods=("POST",), form_at="desk_pictures")
def change_order(request: HttpRequest, submission: Submission, who: Who, file_key: UUID) -> HttpResponse:
    """Put a picture or document one place up or down."""
    file = file_of(submission, file_key)
    move(file=file, by=person(request), up=request.POST.get("to") == "up")
    return redirect(f"{reverse('desk_pictures', args=[submission.key])}#file-{file.key}")


@for_writers(Action.ADD_FILE, methods=ASK)
def take_out(request: HttpRequest, submission: Submission, who: Who, file_key: UUID) -> HttpResponse:
    """Ask whether a picture or document is to be removed, then do it."""
    file = file_of(submission, file_key)
    if request.method != "POST":
        what = "document" if isinstance(file, SubmissionDocument) else "picture"
        return page(request, "picture_remove", f"Remove this {what}?", submission=submission, file=file, what=what)
    remove(file=file, by=person(request))
    messages.success(request, "Removed")
    return redirect("desk_pictures", key=submission.key)


@for_writers(Action.WITHDRAW_CONSENT, methods=ASK)
def withdraw(request: HttpRequest, submission: Submission, who: Who, file_key: UUID) -> HttpResponse:
    """Ask who does not agree any more, then take the picture away everywhere."""
    if who == Who.OFFICER:
        raise Http404  # officers have a screen of their own
    picture = file_of(submission, file_key)
    if isinstance(picture, SubmissionDocument):
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        withdraw_consent(picture=picture, by=person(request), asked_by=form.cleaned_data["asked_by"])
        messages.success(request, "The picture is taken away everywhere")
        return redirect("desk_pictures", key=submission.key)
    title = "Withdraw consent for this picture"
    number = next((n for n, one in enumerate(submission.pictures.all(), 1) if one.pk == picture.pk), 0)
    return page(
        request, "picture_withdraw", title, submission=submission, picture=picture, form=form, number=number,
        is_gone=_is_withdrawn(picture), problem=bool(form.errors),
    )  # fmt: skip


def _list(request: HttpRequest, submission: Submission, who: Who, received: Received | None = None) -> HttpResponse:
    rows = submission.pictures.select_related("consent")
    groups = groups_for(submission.speed)
    group = next(one for one in groups if one.slug == "pictures")
    can_write = may(who, Action.ADD_FILE, submission.state)
    return page(
        request,
        "pictures",
        "Pictures and documents",
        submission=submission,
        status=429 if received and received.is_throttled else 200,
        pictures=[{"picture": one, "number": n, **_state(one)} for n, one in enumerate(rows, 1)],
        documents=list(submission.documents.all()),
        can_write=can_write,
        onward=next_step(submission, group) if can_write else "",
        number=groups.index(group) + 1,
        of=len(groups),
        limits=LIMITS,
        problem=bool(received and received.problems),
        problems=received.problems if received else [],
        added=len(received.added) if received else 0,
    )


def _state(picture: SubmissionPicture) -> dict[str, Any]:
    """Say in a few words what a picture still lacks."""
    consent = _consent(picture)
    if consent is not None and consent.is_withdrawn:
        return {"is_gone": True, "words": "Consent withdrawn", "is_ready": False}
    lacking = [] if picture.alt.strip() else ["a description"]
    if consent is None or not consent.holds():
        lacking.append("who agreed")
    told = f"Still needs {' and '.join(lacking)}" if lacking else "Ready"
    return {"is_gone": False, "words": told, "is_ready": not lacking}


def _ask(
    request: HttpRequest, submission: Submission, picture: SubmissionPicture, said: WordsForm, agreed: ConsentForm
) -> HttpResponse:
    number = next(n for n, one in enumerate(submission.pictures.all(), 1) if one.pk == picture.pk)
    return page(
        request,
        "picture",
        f"Picture {number}",
        submission=submission,
        picture=picture,
        said=said,
        agreed=agreed,
        problem=bool(said.errors or agreed.errors),
    )


def _title(request: HttpRequest, submission: Submission, document: SubmissionDocument) -> HttpResponse:
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": document.title})
    if request.method == "POST" and form.is_valid():
        rename(document=document, by=person(request), title=form.cleaned_data["title"])
        messages.success(request, "Saved")
        return redirect("desk_pictures", key=submission.key)
    return page(
        request, "document", "Name this document", submission=submission, document=document, form=form,
        problem=bool(form.errors),
    )  # fmt: skip


def _said(received: Received, *, as_documents: bool) -> str:
    what, count = "document" if as_documents else "picture", len(received.added)
    return f"{count} {what}{'' if count == 1 else 's'} added"


def _not_now(request: HttpRequest, submission: Submission) -> HttpResponse:
    messages.info(request, NOT_NOW)
    return redirect("desk_pictures", key=submission.key)


def _consent(file: StoredFile) -> PictureConsent | None:
    found: PictureConsent | None = getattr(file, "consent", None)
    return found


def _is_withdrawn(file: StoredFile) -> bool:
    consent = _consent(file)
    return consent is not None and consent.is_withdrawn

"""What the page /front-desk says, in each language it speaks: all of it comes with the page, so that it can change
its language, and say that the server is gone, without asking the server."""

from contextlib import contextmanager

import frappe
from frappe import _

LANGUAGES = {"en": "English", "nl": "Nederlands", "da": "Dansk"}


def all_texts() -> dict[str, dict[str, str]]:
	"""language -> key of a text -> the text."""
	return {language: texts_in(language) for language in LANGUAGES}


def texts_in(language: str) -> dict[str, str]:
	"""The texts in one language."""
	with speaking(language):
		return {
			**start_texts(),
			**form_texts(),
			**detail_texts(),
			**code_texts(),
			**signing_texts(),
			**photo_texts(),
			**result_texts(),
			**trouble_texts(),
		}


@contextmanager
def speaking(language: str):
	"""Translate into this language for a while."""
	before = frappe.local.lang
	frappe.local.lang = language
	try:
		yield
	finally:
		frappe.local.lang = before


def start_texts() -> dict[str, str]:
	"""The start page, and what surrounds every page."""
	return {
		"title": _("Welcome", context="Front Desk Station"),
		"lead": _("Visitors check in and out here.", context="Front Desk Station"),
		"expected": _("I am expected", context="Front Desk Station"),
		"walk_in": _("I have no appointment", context="Front Desk Station"),
		"leave": _("I am leaving", context="Front Desk Station"),
		"reception_only": _("No appointment? Reception will gladly help you.", context="Front Desk Station"),
		"language": _("Language", context="Front Desk Station"),
		"loading": _("One moment…", context="Front Desk Station"),
		"privacy": _(
			"What you tell us is for your visit only, and is removed when its time is over.",
			context="Front Desk Station",
		),
		"idle_title": _("Are you still there?", context="Front Desk Station"),
		"idle_text": _(
			"This page starts over in {0} seconds, and forgets what was typed.", context="Front Desk Station"
		),
		"still_here": _("I am still here", context="Front Desk Station"),
	}


def form_texts() -> dict[str, str]:
	"""Buttons and messages of every form."""
	return {
		"next": _("Next", context="Front Desk Station"),
		"back": _("Back", context="Front Desk Station"),
		"start_over": _("Start Over", context="Front Desk Station"),
		"check_in": _("Check In", context="Front Desk Station"),
		"step": _("Step {0} of {1}", context="Front Desk Station"),
		"optional": _("{0} (optional)", context="Front Desk Station"),
		"yes": _("Yes", context="Front Desk Station"),
		"no": _("No", context="Front Desk Station"),
		"required": _("Please fill this in.", context="Front Desk Station"),
		"choose": _("Please choose an answer.", context="Front Desk Station"),
		"wrong_email": _("This e-mail address can't be right.", context="Front Desk Station"),
		"wrong_phone": _(
			"This phone number can't be right. Digits and + are enough.", context="Front Desk Station"
		),
		"no_address": _("Please leave out web addresses.", context="Front Desk Station"),
		"too_short": _("Please type your full name.", context="Front Desk Station"),
	}


def detail_texts() -> dict[str, str]:
	"""What is asked about the visitor."""
	return {
		"details_title": _("About you", context="Front Desk Station"),
		"full_name": _("Your full name", context="Front Desk Station"),
		"organisation": _("Organisation", context="Front Desk Station"),
		"email": _("E-mail", context="Front Desk Station"),
		"phone": _("Phone", context="Front Desk Station"),
		"vehicle_plate": _("Vehicle plate", context="Front Desk Station"),
		"host": _("Whom do you visit?", context="Front Desk Station"),
		"host_hint": _("The full name, or the e-mail address.", context="Front Desk Station"),
		"questions_title": _("Some questions", context="Front Desk Station"),
		"hello": _("Welcome, {0}", context="Front Desk Station"),
		"hello_text": _("Good that you are here.", context="Front Desk Station"),
	}


def code_texts() -> dict[str, str]:
	"""Codes, typed and scanned; leaving."""
	return {
		"expected_title": _("You are expected", context="Front Desk Station"),
		"code_or_name": _("Your full name, or the code of your invitation", context="Front Desk Station"),
		"scan": _("Scan the code", context="Front Desk Station"),
		"scan_stop": _("Stop scanning", context="Front Desk Station"),
		"scanning": _("Hold the code in front of the camera.", context="Front Desk Station"),
		"scan_label": _("Picture of the camera", context="Front Desk Station"),
		"code_unknown": _(
			"This code can't be used. Type your full name, or ask at reception.", context="Front Desk Station"
		),
		"on_site_title": _("You are checked in", context="Front Desk Station"),
		"on_site_text": _("Are you leaving now?", context="Front Desk Station"),
		"come_back": _("I am back", context="Front Desk Station"),
		"leave_title": _("Leaving", context="Front Desk Station"),
		"leave_label": _("The code or number of your badge, or your full name", context="Front Desk Station"),
		"leave_label_sign": _("The code of your badge or invitation", context="Front Desk Station"),
		"check_out": _("Check Out", context="Front Desk Station"),
	}


def signing_texts() -> dict[str, str]:
	"""Reading and signing."""
	return {
		"agreement_lead": _("Please read this, and sign below.", context="Front Desk Station"),
		"agreement_text": _("Text of the agreement", context="Front Desk Station"),
		"signature": _("Your signature", context="Front Desk Station"),
		"signature_hint": _(
			"Sign with your finger in the white field. You can also type your name.",
			context="Front Desk Station",
		),
		"sign_typed": _("Sign by typing my name", context="Front Desk Station"),
		"clear": _("Clear", context="Front Desk Station"),
		"sign_first": _("Please sign first.", context="Front Desk Station"),
		"agree": _("I Agree", context="Front Desk Station"),
	}


def photo_texts() -> dict[str, str]:
	"""Taking a photo, and why it can't be taken."""
	return {
		"photo_title": _("Your photo", context="Front Desk Station"),
		"photo_lead": _("For your badge and for reception.", context="Front Desk Station"),
		"photo_take": _("Take Photo", context="Front Desk Station"),
		"photo_again": _("Take Again", context="Front Desk Station"),
		"photo_skip": _("Go on without", context="Front Desk Station"),
		"photo_file": _("Choose a photo instead", context="Front Desk Station"),
		"photo_yours": _("Your photo", context="Front Desk Station"),
		"photo_taken": _("The photo is taken.", context="Front Desk Station"),
		"photo_needed": _(
			"It is needed to come in. Rather not? Go on without, and reception will help you.",
			context="Front Desk Station",
		),
		"photo_wrong": _("This file can't be used as a photo.", context="Front Desk Station"),
		"camera_insecure": _(
			"The camera works on a secure connection (https) only, and this one is not.",
			context="Front Desk Station",
		),
		"camera_refused": _("The camera was not allowed to be used.", context="Front Desk Station"),
		"camera_none": _("No camera can be used here.", context="Front Desk Station"),
	}


def result_texts() -> dict[str, str]:
	"""How it ends, and the badge."""
	return {
		"thanks_title": _("Thank you, we told your host", context="Front Desk Station"),
		"thanks_text": _("Please take a seat. Somebody will come for you.", context="Front Desk Station"),
		"wait_title": _("Please wait at reception", context="Front Desk Station"),
		"wait_text": _("Thank you. Somebody will help you in a moment.", context="Front Desk Station"),
		"bye_title": _("Goodbye", context="Front Desk Station"),
		"bye_text": _(
			"If you were checked in here, you are checked out now. Please hand in your badge. Not sure? Tell"
			" reception.",
			context="Front Desk Station",
		),
		"done": _("Done", context="Front Desk Station"),
		"print_badge": _("Print Badge", context="Front Desk Station"),
		"badge": _("Visitor", context="Front Desk Station"),
		"badge_host": _("Visits {0}", context="Front Desk Station"),
		"badge_until": _("Valid on {0}", context="Front Desk Station"),
		"badge_code": _("Code to check out with", context="Front Desk Station"),
		"badge_escort": _("Must be escorted", context="Front Desk Station"),
		"keep_open": _(
			"This is your badge. Keep this page open, and check out here when you leave.",
			context="Front Desk Station",
		),
	}


def trouble_texts() -> dict[str, str]:
	"""When it does not work, and what to do then."""
	return {
		"sending": _("Sending…", context="Front Desk Station"),
		"try_again": _("Try Again", context="Front Desk Station"),
		"unreachable": _(
			"The office system can't be reached just now. What you typed is still here, and is sent as soon as it"
			" can be. In a hurry? Write your name on the list at reception.",
			context="Front Desk Station",
		),
		"paper": _(
			"Check-in does not work just now. Please go to reception and write your name on the list there.",
			context="Front Desk Station",
		),
		"busy": _(
			"Many people check in just now, so this page takes a break. Reception will gladly help you.",
			context="Front Desk Station",
		),
		"closed_title": _("Please go to reception", context="Front Desk Station"),
		"closed": _(
			"Nobody can check in here now. Reception will gladly help you.", context="Front Desk Station"
		),
		"unknown": _(
			"This page belongs to no station. At the door, scan the code of the sign. On a tablet, an office manager"
			" opens a new set-up link.",
			context="Front Desk Station",
		),
	}

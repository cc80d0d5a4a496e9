"""What is sent to reception's methods and cannot be read is refused in words."""

import pytest

from office_management.front_desk import api, visit_inputs
from office_management.front_desk.page.front_desk import front_desk
from office_management.front_desk.page.roll_call import roll_call
from tests import baseline, builders
from tests import front_desk_builders as make

NONSENSE = ("{", "nothing", "5")


@pytest.mark.parametrize("sent", NONSENSE)
def test_what_cannot_be_read_is_refused(site, sent):
	log = make.expected_visit(make.site().name).name
	acts = (
		lambda: api.log_visitor(sent),
		lambda: api.check_in_visits(sent),
		lambda: api.answer_questions(log, sent),
		lambda: api.take_message(sent),
		lambda: api.receive_delivery(sent),
		lambda: front_desk.get_desk(shown=sent),
		lambda: front_desk.walk_in(sent),
		lambda: front_desk.check_in(log, sent),
	)
	with builders.as_user(baseline.USERS["receptionist"]):
		for act in acts:
			with pytest.raises(visit_inputs.VisitInputError):
				act()


@pytest.mark.parametrize("sent", NONSENSE)
def test_marks_that_cannot_be_read_are_refused(site, monkeypatch, sent):
	monkeypatch.setattr(roll_call.evacuation_permissions, "check_may_act", lambda name: None)
	with pytest.raises(visit_inputs.VisitInputError):
		roll_call.send_marks("none", sent)

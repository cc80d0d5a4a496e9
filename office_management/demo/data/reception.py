"""Who comes to see the firm, and why. All invented."""

ORGANISATIONS = (
	"Halvorsen Marine",
	"Kestrel Audit",
	"Delta Turbine Works",
	"Brightwater Insurance",
	"Lindqvist & Partners",
	"Marsh Lane Logistics",
	"Nordvik Kommune",
	"Polder Cables",
	"Quay Street Legal",
	"Sandbank Survey",
	"Tidal Systems",
	"Westerly Catering",
)
CONTRACTORS = ("Clear Windows", "Liftwise", "Sparks Electric", "Green Indoor Plants", "Hot Water Heating")
PURPOSES = (
	"Project meeting",
	"Quarterly review",
	"Contract talk",
	"Site audit",
	"Product demonstration",
	"Workshop",
	None,
)
CONTRACTOR_PURPOSES = ("Maintenance", "Repair", "Inspection", "Delivery of plants")
FIRST_NAMES = [
	"Alice",
	"Bruno",
	"Chiara",
	"Dmitri",
	"Elena",
	"Farid",
	"Grace",
	"Hamza",
	"Ines",
	"Jonas",
	"Katya",
	"Liam",
	"Mira",
	"Nadia",
	"Omar",
	"Paula",
	"Quentin",
	"Rosa",
	"Samir",
	"Tilda",
	"Umberto",
	"Vera",
	"Wanda",
	"Xenia",
	"Yusuf",
	"Zoe",
]
FAMILY_NAMES = [
	"Abbott",
	"Berger",
	"Costa",
	"Duval",
	"Engel",
	"Ferrari",
	"Graham",
	"Hoffman",
	"Ivanova",
	"Jansson",
	"Keller",
	"Laurent",
	"Moretti",
	"Novak",
	"Ortega",
	"Petrov",
	"Quinn",
	"Rossi",
	"Schmidt",
	"Tanaka",
	"Ulrich",
	"Virtanen",
	"Weber",
	"Young",
	"Zeman",
]
CARRIERS = ("PostNord", "DHL", "GLS", "Bring")
SENDERS = ("Office Depot", "Polder Cables", "Bookshop on the Quay", "Lab Supplies", None)
MESSAGES = (
	("Please Call Back", "About the offer of last week"),
	("Please Call Back", "Wants to move the meeting"),
	("For Information", "The samples are on their way"),
	("Please Call Back", "Has a question about the invoice"),
)
BADGES = 40
KEYS = (
	("Key 0.01", "Server room"),
	("Key 1.00", "Archive"),
	("Key 2.00", "Cleaning cupboard"),
	("Car 1", "Pool car"),
)
AGREEMENT = (
	"House Rules",
	"<p>Wear your badge where it can be seen. Stay with your host where we ask you to. Take no photos without asking. "
	"If the alarm sounds, leave by the nearest exit and go to the assembly point by the bicycle stands.</p>",
)

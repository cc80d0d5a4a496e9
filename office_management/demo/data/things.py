"""What stands in the rooms: fixed assets as ERPNext knows them."""

CATEGORIES = (
	"Noordsund Furniture",
	"Noordsund IT Equipment",
	"Noordsund Building Equipment",
	"Noordsund Instruments",
)
ITEM_GROUP = "Noordsund Office Assets"

# code: (name, category, price in the company's currency)
ITEMS = {
	"NSI-SCREEN-75": ("Meeting screen 75 inch", "Noordsund IT Equipment", 1850),
	"NSI-VC-BAR": ("Video conferencing bar", "Noordsund IT Equipment", 2390),
	"NSI-COPIER": ("Multifunction printer", "Noordsund IT Equipment", 4200),
	"NSI-SERVER": ("Server, 2 units high", "Noordsund IT Equipment", 7900),
	"NSI-SWITCH": ("Network switch 48 ports", "Noordsund IT Equipment", 2150),
	"NSI-LAPTOP": ("Laptop 14 inch", "Noordsund IT Equipment", 1480),
	"NSI-TABLE-10": ("Conference table for ten", "Noordsund Furniture", 2600),
	"NSI-CUPBOARD": ("Fire-proof cupboard", "Noordsund Furniture", 1950),
	"NSI-SOFA": ("Reception sofa", "Noordsund Furniture", 3100),
	"NSI-COFFEE": ("Coffee machine", "Noordsund Building Equipment", 5400),
	"NSI-AED": ("Defibrillator", "Noordsund Building Equipment", 1290),
	"NSI-OSCILLO": ("Oscilloscope, 4 channels", "Noordsund Instruments", 6800),
	"NSI-BENCH": ("Calibration bench", "Noordsund Instruments", 18500),
	"NSI-CHAMBER": ("Climate chamber", "Noordsund Instruments", 42000),
	"NSI-SOLDER": ("Soldering station", "Noordsund Instruments", 980),
}

# In every space of this type, or in these rooms: item -> rooms ("*Meeting Room" = all with at least 6 places)
STANDS_IN = {
	"NSI-SCREEN-75": ("*Meeting Room",),
	"NSI-VC-BAR": ("*Meeting Room",),
	"NSI-TABLE-10": ("0.30", "2.30", "5.30"),
	"NSI-COPIER": ("0.06", "1.01", "2.04", "3.01", "4.01", "5.01"),
	"NSI-SERVER": ("2.20", "2.20", "2.20", "2.20"),
	"NSI-SWITCH": ("2.20", "2.20"),
	"NSI-CUPBOARD": ("0.20", "5.20", "5.06"),
	"NSI-SOFA": ("0.01", "0.01"),
	"NSI-COFFEE": ("0.01", "1.01", "2.01", "3.01", "4.01", "5.01"),
	"NSI-AED": ("0.01", "2.04", "4.01"),
	"NSI-OSCILLO": ("0.10", "0.10", "0.10", "0.12", "0.12"),
	"NSI-BENCH": ("0.11", "0.11"),
	"NSI-CHAMBER": ("0.11",),
	"NSI-SOLDER": ("0.12", "0.12", "0.12"),
}

# Moved since: (item, its how-many-th, to room, days ago)
MOVED = (
	("NSI-OSCILLO", 0, "0.11", 120),
	("NSI-OSCILLO", 3, "0.10", 64),
	("NSI-COPIER", 3, "3.04", 48),
	("NSI-SERVER", 3, "1.20", 12),
	("NSI-SOFA", 1, "5.30", 7),
)
LAPTOPS = 12  # in the hands of people, where they sit

# (topic, room or floor code or "" for the building, post or department of who answers, certificate)
RESPONSIBILITIES = (
	("Space", "", "Operations", None),
	("Reception", "00", "Operations", None),
	("Cleaning", "", "Operations", None),
	("Maintenance", "", "Operations", None),
	("Safety", "", "Operations", "Prevention officer"),
	("Security", "", "IT", None),
	("IT", "", "IT", None),
	("Purchasing", "", "Operations", None),
	("Audit", "", "Finance", None),
	("Key Holder", "00", "Operations", None),
	("Fire Warden", "00", "Engineering", "Emergency response"),
	("Fire Warden", "01", "Engineering", "Emergency response"),
	("Fire Warden", "02", "Product", "Emergency response"),
	("Fire Warden", "03", "Sales", "Emergency response"),
	("Fire Warden", "04", "Operations", "Emergency response"),
	("Fire Warden", "05", "Finance", "Emergency response"),
	("First Aid", "01", "Engineering", "First aid"),
	("First Aid", "03", "Customer Care", "First aid"),
	("First Aid", "05", "People and Culture", "First aid"),
)

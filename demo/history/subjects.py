"""What the demonstration's company buys: subjects by kind, how their price is made up, and how their work is divided."""

from dataclasses import dataclass

from demo.documents.agreements import Form

Steps = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Subject:
    """A subject: its kind, what the contract calls it, a short name, what it costs about (euros), and its steps."""

    kind: str
    form: Form
    words: str
    short: str
    about: float
    steps: Steps = ()


TITLES = {
    "consulting": "Consulting agreement",
    "services": "Service agreement",
    "facilities": "Maintenance agreement",
    "marketing": "Marketing agreement",
    "sow": "Statement of work",
    "goods": "Supply agreement",
    "software": "Software subscription",
    "lease": "Lease",
    "nda": "Non-disclosure agreement",
}
# What the contract itself is headed with.
HEADINGS = {
    "consulting": "Consulting Agreement",
    "services": "Support Services Agreement",
    "facilities": "Maintenance Services Agreement",
    "marketing": "Marketing Services Agreement",
    "sow": "Statement of Work",
    "goods": "Supply Agreement",
    "software": "Software Subscription Agreement",
    "lease": "Lease Agreement",
    "nda": "Non-Disclosure Agreement",
}
STUDY: Steps = (
    ("Analysis of the present state", "Report with findings approved in writing"),
    ("Concept and business case", "Concept presented and approved by the steering group"),
    ("Support of the introduction", "Measures of the first wave in operation"),
    ("Review of results", "Final report handed over"),
)
BUILD: Steps = (
    ("Specification", "Specification approved in writing"),
    ("Build and factory test", "Test protocol signed without open defects"),
    ("Introduction on site", "Training held and documentation handed over"),
    ("Stabilisation", "Four weeks of operation without a blocking defect"),
)
CAMPAIGN: Steps = (
    ("Creative concept", "Concept and visual language approved"),
    ("Production of materials", "Print and online materials handed over"),
    ("Run of the campaign", "Report of reach and leads handed over"),
)
LOTS: Steps = (
    ("First delivery", "Delivered complete and undamaged, incoming inspection passed"),
    ("Second delivery", "Delivered complete and undamaged, incoming inspection passed"),
    ("Installation and instruction", "Installed, levelled and staff instructed"),
)
M, R, H, G, F = Form.MILESTONES, Form.RECURRING, Form.HOURLY, Form.GOODS, Form.FREE

SUBJECTS: dict[str, tuple[Subject, ...]] = {
    "consulting": (
        Subject("consulting", M, "an audit of the energy use of the works in Hamburg", "energy audit", 38_000, STUDY),
        Subject("consulting", M, "a review of the purchasing organisation", "purchasing review", 52_000, STUDY),
        Subject("consulting", M, "preparation for the accreditation of the laboratory", "laboratory accreditation", 44_000, STUDY),
        Subject("consulting", M, "a concept for spare parts and their stock", "spare parts concept", 27_000, STUDY),
        Subject("consulting", H, "advice on the safety of machines", "machine safety", 20_000),
        Subject("consulting", M, "a training programme for shift leaders", "shift leader training", 31_000, STUDY),
    ),
    "services": (
        Subject("services", H, "support of the calibration laboratory by the hour", "laboratory support", 20_000),
        Subject("services", M, "recalibration of the reference standards", "recalibration of standards", 24_000, BUILD),
        Subject("services", R, "collection and disposal of laboratory waste", "laboratory waste", 14_000),
        Subject("services", M, "translation of the operating manuals into six languages", "manual translation", 22_000, CAMPAIGN),
        Subject("services", R, "courier and warehouse services", "courier and warehouse", 36_000),
        Subject("services", M, "renewal of the network in hall 3", "network in hall 3", 61_000, BUILD),
    ),
    "facilities": (
        Subject("facilities", R, "cleaning of offices and laboratories", "cleaning", 64_000),
        Subject("facilities", R, "maintenance of lifts and gates", "lifts and gates", 18_000),
        Subject("facilities", R, "maintenance of heating, ventilation and cooling", "heating and ventilation", 42_000),
        Subject("facilities", R, "guarding of the site and reception", "site security", 88_000),
        Subject("facilities", R, "care of green areas and winter service", "green areas", 12_000),
        Subject("facilities", M, "renewal of the lighting in hall 2", "lighting in hall 2", 54_000, BUILD),
    ),
    "marketing": (
        Subject("marketing", M, "the stand at the water technology fair", "trade fair stand", 72_000, CAMPAIGN),
        Subject("marketing", M, "the launch campaign of the level sensor", "launch campaign", 48_000, CAMPAIGN),
        Subject("marketing", M, "a new visual appearance for the product catalogue", "product catalogue", 26_000, CAMPAIGN),
    ),
    "sow": (
        Subject("sow", M, "the interface between laboratory and order system", "laboratory interface", 68_000, BUILD),
        Subject("sow", M, "the migration of measured data to the new archive", "data migration", 57_000, BUILD),
        Subject("sow", M, "a configurator for flow meters", "flow meter configurator", 83_000, BUILD),
    ),
    "goods": (
        Subject("goods", G, "twelve laboratory benches with extraction", "laboratory benches", 46_000, LOTS),
        Subject("goods", G, "two hundred pressure transmitters", "pressure transmitters", 92_000, LOTS),
        Subject("goods", G, "reference flow meters of class 0.1", "reference flow meters", 118_000, LOTS),
        Subject("goods", G, "height-adjustable desks and chairs for eighty places", "office furniture", 58_000, LOTS),
        Subject("goods", G, "precision valves for the calibration line", "precision valves", 73_000, LOTS),
        Subject("goods", G, "packaging for sensitive instruments", "packaging", 21_000, LOTS),
        Subject("goods", G, "a coordinate measuring machine", "coordinate measuring machine", 164_000, LOTS),
    ),
    "software": (
        Subject("software", R, "planning of maintenance and spare parts", "maintenance planning", 31_000),
        Subject("software", R, "management of documents and drawings", "drawing management", 46_000),
        Subject("software", R, "monitoring of networks and servers", "network monitoring", 19_000),
        Subject("software", R, "telemetry of installed flow meters", "telemetry platform", 67_000),
        Subject("software", R, "evaluation of customer service calls", "service analytics", 24_000),
        Subject("software", R, "learning courses for staff", "learning platform", 16_000),
    ),
    "lease": (
        Subject("lease", R, "a warehouse of 1,800 square metres at the harbour", "harbour warehouse", 132_000),
        Subject("lease", R, "forty parking spaces beside the works", "parking spaces", 21_000),
        Subject("lease", R, "an office floor for the development team", "development offices", 96_000),
    ),
    "nda": (
        Subject("nda", F, "a joint development of a sensor for drinking water", "sensor for drinking water", 0),
        Subject("nda", F, "the purchase of a line of level sensors", "level sensor line", 0),
        Subject("nda", F, "a cooperation in telemetry", "telemetry cooperation", 0),
    ),
}  # fmt: skip

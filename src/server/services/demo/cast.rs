//! Who plays in the demo: names, addresses, jobs.

/// The administrator's address.
pub const DANA: &str = "dana@weiss.example";
/// The password of all accounts.
pub const PASSWORD: &str = "morning canal violet";

/// Address, name and role.
pub const ACCOUNTS: [(&str, &str, &str); 6] = [
    (DANA, "Dana Weiss", "administrator"),
    ("ines@weiss.example", "Ines Vogel", "recruiter"),
    ("tom@weiss.example", "Tom Berger", "coordinator"),
    ("karl@weiss.example", "Karl Lindner", "hiring_manager"),
    ("mia@weiss.example", "Mia Kern", "interviewer"),
    ("jonas@weiss.example", "Jonas Ott", "interviewer"),
];

/// Name and zone of a client, and name and address of its contact.
pub const CLIENTS: [(&str, &str, &str, &str); 3] = [
    ("Northwind", "America/New_York", "Nora Blake", "nora.blake@northwind.example"),
    ("Fabrikam Health", "Europe/London", "Amelia Stone", "amelia.stone@fabrikam.example"),
    ("Lumen Studio", "Europe/Berlin", "Henrik Voss", "henrik.voss@lumen.example"),
];

/// Name, seats, features and way of a room.
pub const ROOMS: [(&str, &str, &str, &str); 3] = [
    ("Aquarium", "6", "Screen, Video", "2nd floor, Linienstr. 40"),
    ("Kiosk", "2", "", "Ground floor, Linienstr. 40"),
    ("Loft", "14", "Screen, Video, Whiteboard, Step-free", "4th floor, Linienstr. 40"),
];

/// A candidate: name, address, telephone, zone, and what stands on the résumé.
pub struct Candidate {
    pub name: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub zone: &'static str,
    pub lines: [&'static str; 3],
}

const fn candidate(
    name: &'static str,
    email: &'static str,
    phone: &'static str,
    zone: &'static str,
    lines: [&'static str; 3],
) -> Candidate {
    Candidate { name, email, phone, zone, lines }
}

/// The candidates, in the order in which the story names them.
pub const CANDIDATES: [Candidate; 14] = [
    candidate(
        "Asha Rao",
        "asha.rao@example.com",
        "+91 98 7654 3210",
        "Asia/Kolkata",
        ["Data engineer, Pune", "Streaming pipelines for 40 plants at Meridian Foods", "MSc Computer Science, IIT Bombay, 2017"],
    ),
    candidate(
        "Lukas Brandt",
        "lukas.brandt@example.com",
        "+49 30 1234567",
        "Europe/Berlin",
        ["Data engineer, Berlin", "Built the warehouse of a parcel service", "BSc Informatics, TU Berlin, 2015"],
    ),
    candidate(
        "Maya Okafor",
        "maya.okafor@example.com",
        "+44 20 7946 0011",
        "Europe/London",
        ["Analytics engineer, London", "Six years of retail forecasting", "BSc Statistics, Leeds, 2014"],
    ),
    candidate(
        "Diego Alvarez",
        "diego.alvarez@example.com",
        "+34 91 555 0130",
        "Europe/Madrid",
        ["Backend and data engineer, Madrid", "Event platforms in Rust and Kafka", "MSc Telecommunication, UPM, 2016"],
    ),
    candidate(
        "Sofia Lindqvist",
        "sofia.lindqvist@example.com",
        "+46 8 555 0199",
        "Europe/Stockholm",
        ["Data engineer, Stockholm", "Open data for public transport", "MSc Mathematics, KTH, 2018"],
    ),
    candidate(
        "Ethan Cole",
        "ethan.cole@example.com",
        "+1 212 555 0147",
        "America/New_York",
        ["Product designer, New York", "Checkout redesign that halved support calls", "BFA, Pratt Institute, 2013"],
    ),
    candidate(
        "Priya Nair",
        "priya.nair@example.com",
        "+91 80 4567 8901",
        "Asia/Kolkata",
        ["Product designer, Bengaluru", "Design systems for banks", "M.Des, NID, 2016"],
    ),
    candidate(
        "Clara Neumann",
        "clara.neumann@example.com",
        "+49 89 7654321",
        "Europe/Berlin",
        ["Clinical data analyst, Munich", "Registries of three hospitals", "MSc Epidemiology, LMU, 2019"],
    ),
    candidate(
        "Owen Hughes",
        "owen.hughes@example.com",
        "+44 29 2018 0123",
        "Europe/London",
        ["Clinical data analyst, Cardiff", "Trial statistics, phases II and III", "PhD Biostatistics, Cardiff, 2017"],
    ),
    candidate(
        "Yuki Tanaka",
        "yuki.tanaka@example.com",
        "+81 3 5550 0170",
        "Asia/Tokyo",
        ["Health data scientist, Tokyo", "Image models for screening", "MSc Medical Informatics, Keio, 2020"],
    ),
    candidate(
        "Samira Haddad",
        "samira.haddad@example.com",
        "+33 1 55 50 01 88",
        "Europe/Paris",
        ["Motion designer, Paris", "Title sequences and brand films", "Gobelins, 2015"],
    ),
    candidate(
        "Jan Kowalski",
        "jan.kowalski@example.com",
        "+48 22 555 0101",
        "Europe/Warsaw",
        ["Motion designer, Warsaw", "Real-time graphics for live events", "ASP Warsaw, 2016"],
    ),
    candidate(
        "Hanna Fischer",
        "hanna.fischer@example.com",
        "+49 40 5550123",
        "Europe/Berlin",
        ["Talent researcher, Hamburg", "Sourcing for engineering teams", "BA Sociology, Hamburg, 2019"],
    ),
    candidate(
        "Ben Archer",
        "ben.archer@example.com",
        "+44 161 555 0155",
        "Europe/London",
        ["Talent researcher, Manchester", "Market maps for finance", "BA History, Manchester, 2018"],
    ),
];

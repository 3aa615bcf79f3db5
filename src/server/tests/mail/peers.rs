//! The other side, in Python: a mail server, an object store, and a reader of mails and calendars.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

fn python(script: &str) -> Command {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let interpreter = root.join(".venv/bin/python");
    assert!(interpreter.exists(), "the peers of these tests are missing; make them with: scripts/setup.sh test");
    let mut command = Command::new(interpreter);
    command.arg(root.join("end2end/peers").join(script));
    command
}

/// What another library finds in a PDF: `pages` (texts), `title`, `language`, `fonts`.
pub fn read_pdf(bytes: &[u8]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, bytes).unwrap();
    let output = python("read_pdf.py").arg(&file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The texts of its pages.
pub fn pages(read: &Value) -> Vec<String> {
    read["pages"].as_array().unwrap().iter().map(|page| page.as_str().unwrap().to_owned()).collect()
}

/// A text without line breaks, which stand where a page is narrow.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A server that runs until it is dropped.
struct Peer {
    child: Child,
    port: u16,
}

impl Peer {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("port ").unwrap_or_else(|| panic!("the peer says {line:?}")).parse().unwrap();
        Self { child, port }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An object store of this test's own.
pub struct ObjectStoreServer(Peer);

impl ObjectStoreServer {
    /// One with an empty bucket.
    pub fn start(bucket: &str) -> Self {
        let mut command = python("s3.py");
        command.arg(bucket);
        Self(Peer::start(command))
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.0.port)
    }
}

/// A mail server of this test's own.
pub struct MailServer {
    peer: Peer,
    folder: tempfile::TempDir,
}

impl MailServer {
    /// One that takes everything.
    pub fn start() -> Self {
        Self::with_plan(&serde_json::json!({}))
    }

    /// One that misbehaves as `end2end/peers/smtp.py` says.
    pub fn with_plan(plan: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = python("smtp.py");
        command.arg(folder.path()).arg(plan.to_string());
        Self { peer: Peer::start(command), folder }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.peer.port)
    }

    /// Its address, for somebody who signs in.
    pub fn url_for(&self, user: &str, password: &str) -> String {
        format!("smtp://{user}:{password}@127.0.0.1:{}", self.peer.port)
    }

    /// Its port.
    pub const fn port(&self) -> u16 {
        self.peer.port
    }

    /// The files of the mails taken, in order.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files: Vec<_> = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "eml"));
        files.sort();
        files
    }

    /// The mails taken, in order, as Python reads them.
    pub fn mails(&self) -> Vec<Value> {
        read(self.folder.path()).into_iter().map(|(_, mail)| mail).collect()
    }
}

/// A gateway for text messages and a webhook of Teams, of this test's own (`end2end/peers/gateway.py`).
pub struct Gateway {
    peer: Peer,
    folder: tempfile::TempDir,
}

impl Gateway {
    /// The account it knows.
    pub const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";

    /// One that misbehaves as the plan says.
    pub fn with_plan(plan: &Value) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = python("gateway.py");
        command.arg(folder.path()).arg(plan.to_string());
        Self { peer: Peer::start(command), folder }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.peer.port)
    }

    /// From now on the account's token is this one.
    pub fn change_token(&self, token: &str) {
        std::fs::write(self.folder.path().join("token"), token).unwrap();
    }

    /// What it took, in order: `{"text": {"To": …}}` or `{"card": …}`.
    pub fn taken(&self) -> Vec<Value> {
        let mut files: Vec<_> = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        files.iter().map(|file| serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap()).collect()
    }

    /// The texts it took: to whom, and what.
    pub fn texts(&self) -> Vec<(String, String)> {
        let field = |text: &Value, name: &str| text["text"][name].as_str().unwrap().to_owned();
        self.taken().iter().filter(|taken| taken["text"].is_object()).map(|text| (field(text, "To"), field(text, "Body"))).collect()
    }

    /// The cards it took.
    pub fn cards(&self) -> Vec<Value> {
        self.taken().into_iter().filter(|taken| taken["card"].is_object()).map(|taken| taken["card"].clone()).collect()
    }
}

/// What is in a workbook, as Python reads it: see `read_sheet.py`.
pub fn read_sheet(file: &Path) -> Value {
    let output = python("read_sheet.py").arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What is in a folder's mails and calendar files, by name, as Python reads them.
pub fn read(folder: &Path) -> Vec<(String, Value)> {
    let output = python("read.py").arg(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all: serde_json::Map<String, Value> = serde_json::from_slice(&output.stdout).unwrap();
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}
